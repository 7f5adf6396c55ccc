"""The author's citations: which of them have a reference, and which authors they name in the text."""

from typing import Any

from footlight.essay.document import Essay
from footlight.essay.tree import Node, plain
from footlight.findings.finding import Finding, Severity
from footlight.textmatch.places import Lines


class CitableReferences:
    """The references of an essay. Not every `@name` is a citation: on the web it can also be a person's account."""

    def __init__(self, essay: Essay) -> None:
        self._references = {plain(r["c"].get("id", {})): r["c"] for r in essay.references if r.get("t") == "MetaMap"}
        self._from_files = bool(essay.source.meta.bibliography)
        """Whether there are bibliography files. pandoc reads those, so their contents are unknown here."""
        self._source = essay.source
        self._undefined: dict[str, None] = {}

    def knows(self, cite: Node) -> bool:
        """Whether all keys of a citation have a reference; keys without one are recorded for `findings`."""
        undefined = [key for key in map(_key, cite["c"][0]) if key not in self._references]
        if not undefined or self._from_files:
            return True
        self._undefined |= dict.fromkeys(undefined)
        return False

    def names(self, cite: Node) -> str | None:
        """Authors that a citation names in the text (`@gibbon writes`); empty where they are not known here.

        None where the citation names no author.
        """
        first = cite["c"][0][0]
        if first["citationMode"]["t"] != "AuthorInText":
            return None
        authors = self._references.get(_key(first), {}).get("author", {}).get("c", [])
        people = [author["c"] for author in authors if isinstance(author, dict) and author.get("t") == "MetaMap"]
        return ", ".join(filter(None, (plain(p.get("family") or p.get("literal") or {}) for p in people)))

    def findings(self) -> tuple[Finding, ...]:
        """One finding for each key without a reference, if the essay has any references."""
        if not self._references:
            return ()
        lines = Lines(self._source.text)
        found = []
        for key in self._undefined:
            line, column = lines.at(max(0, self._source.text.find(f"@{key}", self._source.body_start)))
            finding = Finding(
                code="citation-undefined",
                severity=Severity.WARNING,
                message=f"@{key} has no reference in this essay; it was left as it stands",
                hint="Add it to `references` in the front matter, or correct its name.",
                file=self._source.shown,
                line=line,
                column=column,
            )
            found.append(finding)
        return tuple(found)


def whole_citation(cite: Node) -> Node:
    """Turn a citation in the text (`@gibbon writes`) into one that gives the authors itself, for a note."""
    first, *others = cite["c"][0]
    return {"t": "Cite", "c": [[{**first, "citationMode": {"t": "NormalCitation"}}, *others], cite["c"][1]]}


def _key(citation: dict[str, Any]) -> str:
    return str(citation["citationId"])
