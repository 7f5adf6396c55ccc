"""`python -m benchmarks`: every figure that needs nothing but this checkout."""

from benchmarks import book, shelf, speed, tagging

if __name__ == "__main__":
    for bench in (speed, tagging, book, shelf):
        bench.main()
        print()
