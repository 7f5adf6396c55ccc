"""The table [lint]: which rules of `footlight lint` are not applied."""

from collections.abc import Iterable
from dataclasses import dataclass

from footlight.settings.keys import key
from footlight.settings.kinds import Each, Named
from footlight.textmatch.suggestions import did_you_mean


def rule_code(name: str) -> str:
    """A code that `footlight lint` has. Raises ValueError with the nearest one."""
    from footlight.findings.codes import LINT_CODES  # noqa: PLC0415 - most commands make no finding

    if name in LINT_CODES:
        return name
    nearest = did_you_mean(name, LINT_CODES) or f"there are {', '.join(LINT_CODES)}"
    raise ValueError(f"`footlight lint` has no code '{name}'; {nearest}")


def _rules() -> Iterable[str]:
    from footlight.findings.codes import LINT_CODES  # noqa: PLC0415 - as above

    return LINT_CODES


@dataclass(frozen=True, slots=True, kw_only=True)
class LintOptions:
    """The table [lint]."""

    ignore: tuple[str, ...] = key(
        Each(Named(rule_code, names=_rules, exact=True)),
        (),
        'Codes of rules that `footlight lint` does not apply, such as `["click-here"]` ([lint.md](lint.md))',
    )
