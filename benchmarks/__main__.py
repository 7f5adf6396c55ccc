"""`python -m benchmarks`: every figure that needs nothing but this checkout."""

from benchmarks import speed, tagging

if __name__ == "__main__":
    speed.main()
    print()
    tagging.main()
