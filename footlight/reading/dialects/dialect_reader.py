"""A post's text made one that pandoc reads: the passes of its dialect, and the reader that fits."""

from pathlib import Path

from footlight.essay.document import Source
from footlight.findings.finding import Finding
from footlight.reading.dialects.dialect import EVERYWHERE, Dialect, Dollars
from footlight.reading.dialects.draft import Draft

_DOLLARS = "+tex_math_dollars"


def read_dialect(source: Source, marked: str, root: Path, dialect: Dialect) -> tuple[Draft, str, tuple[Finding, ...]]:
    """The text of `marked` as pandoc is to read it, the reader in pandoc's form, and what the passes found.

    The text is the body, behind as many empty lines as the front matter has. `marked` is the source's text with our
    marks in it; `root` the project's folder.
    """
    body_start = source.body_start
    head, body = marked[:body_start], marked[body_start:]
    lead = head.count("\n")
    draft = Draft(text=body, origins=tuple(range(lead + 1, lead + body.count("\n") + 2)))
    findings: tuple[Finding, ...] = ()
    passes = (*EVERYWHERE, *dialect.passes)
    if any(each.concerns(body) for each in passes):
        from footlight.reading.dialects.pass_runner import run_passes  # noqa: PLC0415 - plain prose does not need it
        from footlight.reading.dialects.post import Post  # noqa: PLC0415 - as above

        post = Post(path=source.path, root=root, head=head, siblings=source.siblings)
        draft, findings = run_passes(draft, passes, post, source.text, source.shown)
    reader = dialect.reader
    if not dialect.of_pandoc and (dialect.dollars is Dollars.ALWAYS or _has_formulas(draft.text)):
        reader += _DOLLARS
    whole = Draft(text="\n" * lead + draft.text, origins=(*range(1, lead + 1), *draft.origins))
    return whole, reader, findings


def _has_formulas(text: str) -> bool:
    if "$" not in text:
        return False
    from footlight.reading.dialects.mathematics import SEEN  # noqa: PLC0415 - as above

    return bool(SEEN.search(text))
