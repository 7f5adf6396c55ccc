"""`python -m benchmarks`: every figure that needs nothing but this checkout."""

from benchmarks.speed import main

if __name__ == "__main__":
    main()
