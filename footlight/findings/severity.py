"""How much a finding weighs."""

from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs: an error stops the edition and makes the command end with 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
