"""`python -m footlight`: the same as the command `footlight`."""

from footlight.cli import main

if __name__ == "__main__":
    main()
