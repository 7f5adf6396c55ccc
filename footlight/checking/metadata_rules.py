"""Rules on an essay's metadata."""

import re

from footlight.essay.document import Metadata
from footlight.findings.finding import Finding, Severity
from footlight.settings.wording import Wording


def check_wording(words: Wording, meta: Metadata, shown: str) -> tuple[Finding, ...]:
    """Say that the edition's own words are English where there are none in the essay's language."""
    if words.native:
        return ()
    language = meta.lang.partition("-")[0].lower()
    example = words.say("colophon")
    message = f"the edition's own words, such as “{example}”, are English: there are none in the language '{language}'"
    hint = f"Write templates/words/{language}.toml; docs/templates.md explains how."
    return (Finding(code="words-in-english", message=message, hint=hint, file=shown),)


_OPEN = re.compile(r"\bCC[ -](?:BY|0)\b|\bCC0\b|Creative Commons|public domain", re.IGNORECASE)
"""Rights lines that need no permission: open licences and the public domain."""


def check_rights(meta: Metadata, shown: str) -> tuple[Finding, ...]:
    """Warn where no permission is recorded and the rights line is no open licence."""
    if meta.permission or _OPEN.search(meta.rights):
        return ()
    line = f"the rights line says “{meta.rights}”" if meta.rights else "there is no rights line"
    return (
        Finding(
            code="rights-unrecorded",
            severity=Severity.WARNING,
            message=f"{line}; no permission is recorded",
            hint="Before you publish it, record who permitted it and when in the front matter: `permission: …`.",
            file=shown,
        ),
    )
