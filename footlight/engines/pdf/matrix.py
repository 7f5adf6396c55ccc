"""Matrices of coordinates, as a PDF has them: `(a, b, c, d, e, f)` (ISO 32000-1, 8.3.3)."""

Matrix = tuple[float, float, float, float, float, float]
STILL: Matrix = (1, 0, 0, 1, 0, 0)


def times(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that does what `inner` does and then what `outer` does."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def moved(x: float, y: float, by: Matrix) -> tuple[float, float]:
    """Where a point comes to lie."""
    return x * by[0] + y * by[2] + by[4], x * by[1] + y * by[3] + by[5]
