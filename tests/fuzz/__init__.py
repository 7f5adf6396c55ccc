"""Fuzzing of Footlight's readers with Atheris: `make fuzz`, or `python -m fuzz TARGET SECONDS` from tests/."""
