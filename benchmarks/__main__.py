"""`python -m benchmarks`: every figure that needs nothing but this checkout."""

from benchmarks import book, speed

if __name__ == "__main__":
    speed.main()
    book.main()
