"""Whether an edition that leaves the house says who allowed it."""

import re

from footlight.essay.document import Metadata
from footlight.findings.finding import Finding, Severity

_OPEN = re.compile(r"\bCC[ -](?:BY|0)\b|\bCC0\b|Creative Commons|public domain", re.IGNORECASE)
"""A licence to everybody, or no rights at all: nobody is left to be asked."""


def check_rights(meta: Metadata, shown: str) -> tuple[Finding, ...]:
    """A warning where no permission is recorded and the rights line gives none to everybody."""
    if meta.permission or _OPEN.search(meta.rights):
        return ()
    line = f"the rights line says “{meta.rights}”" if meta.rights else "there is no rights line"
    return (
        Finding(
            code="rights-unrecorded",
            severity=Severity.WARNING,
            message=f"{line}; no permission is recorded",
            hint="Before it goes out, write who allowed it and when in the front matter: `permission: …`.",
            file=shown,
        ),
    )
