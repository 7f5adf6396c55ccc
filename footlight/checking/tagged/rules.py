"""The rules on tags, in the order in which they are asked."""

from dataclasses import replace

from footlight.checking.tagged.content import content_tagged
from footlight.checking.tagged.headings import headings_in_order
from footlight.checking.tagged.identifiers import notes_identified
from footlight.checking.tagged.language import language_said
from footlight.checking.tagged.links import links_described, links_in_the_text
from footlight.checking.tagged.order import notes_at_their_calls, text_in_order
from footlight.checking.tagged.pictures import pictures_described
from footlight.checking.tagged.seen import Rule, Seen, found
from footlight.checking.tagged.tables import tables_headed
from footlight.checking.tagged.title import title_shown
from footlight.engines.pdf.tree import Tagged, Tags
from footlight.finding import Finding, Severity

RULES: tuple[Rule, ...] = (
    title_shown,
    language_said,
    content_tagged,
    headings_in_order,
    pictures_described,
    tables_headed,
    links_described,
    links_in_the_text,
    notes_identified,
    notes_at_their_calls,
    text_in_order,
)


def check_tagged(tags: Tags, notes_read: str, shown: str, *, claims: bool) -> tuple[Finding, ...]:
    """What a programme that reads aloud would stumble over.

    `notes_read` is a value of `config.Reading`; `claims` tells whether the file calls itself PDF/UA: where it does
    not, the build has said why, and what is found here are warnings.
    """
    seen = Seen(tags=tags, root=tags.root or Tagged(type=""), notes_read=notes_read)
    severity = Severity.ERROR if claims else Severity.WARNING
    if tags.root is None:
        findings = [
            found("pdf-untagged", 0, "the file has no tags: nothing says what is to be read", "Build it again.")
        ]
    else:
        findings = [finding for rule in RULES for finding in rule(seen)]
    return tuple(replace(finding, severity=severity, file=shown) for finding in findings)
