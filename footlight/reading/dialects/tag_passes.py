"""The passes that replace the tags of a site generator, each by what its row says."""

import re
from collections.abc import Iterator

from footlight.findings.finding import Finding
from footlight.reading.dialects.draft import Edit
from footlight.reading.dialects.passage import Passage, info, warning
from footlight.reading.dialects.site_tags import Grammar, Tag, call_tags, hugo_tags, liquid_tags, zola_tags
from footlight.reading.dialects.tag_results import Put
from footlight.reading.dialects.tag_rows import becomes

_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_LOOKED_BACK = 60
"""Lines in which the item of a list is looked for that a tag may stand in."""


def _found(tag: Tag, put: Put) -> Finding | None:
    if not put.known:
        kept = put.before.strip() or tag.body.strip()
        what = "what it holds and names was kept" if kept else "it was left out"
        message = f"only a site generator knows what {tag.shown} is; {what}"
        return warning("site-tag-unknown", message, "Write what it stands for, in Markdown.")
    return (
        info("site-tag", put.said, "Write something else there, if the edition is to show more.") if put.said else None
    )


def tag_edits(grammar: Grammar, passage: Passage) -> Iterator[Edit]:
    """What becomes of the tags that a grammar finds."""
    wrappers: set[str] = set()
    for tag in grammar(passage):
        if tag.closes:
            stray = warning("site-tag-unknown", f"{tag.shown} closes nothing; it was left out", "Remove it.")
            yield Edit(start=tag.start, end=tag.end, finding=stray)
            continue
        put = becomes(tag, passage)
        if not put.known and _LINK.search(put.before) and _in_words_of_link(tag, passage.text):
            put = Put(known=False)
        finding = _found(tag, put)
        if not put.known and tag.paired and not put.before.strip():
            # All that it holds is kept: it is said once of each name, or those that miss something would be lost in it.
            finding = finding if tag.name not in wrappers else None
            wrappers.add(tag.name)
        if put.behind:
            yield Edit(start=len(passage.text), end=len(passage.text), put=put.behind)
        if tag.paired and put.body is None:
            yield _put(passage, tag.start, tag.end, put.before, finding)
            yield _put(passage, tag.close_start, tag.close_end, put.after)
        else:
            end = tag.close_end if tag.paired else tag.end
            yield _put(passage, tag.start, end, put.before + (put.body or "") + put.after, finding)


_IN_BLOCK = re.compile(r"[ \t]*<(?:article|aside|center|details|div|figure|p|section|td)\b", re.IGNORECASE)
_LINK = re.compile(r"(?<!!)\[[^\[\]]*\]\(")
_WORDS_BEFORE = re.compile(r"\[[^\[\]\n]*\Z")
_WORDS_BEHIND = re.compile(r"[^\[\]\n]*\]\(")


def _in_words_of_link(tag: Tag, text: str) -> bool:
    """Whether a tag stands in the words of a link, which can hold no other link."""
    end = tag.close_end if tag.paired else tag.end
    begin = text.rfind("\n", 0, tag.start) + 1
    return bool(_WORDS_BEFORE.search(text[begin : tag.start]) and _WORDS_BEHIND.match(text, end))


def _put(passage: Passage, start: int, end: int, put: str, finding: Finding | None = None) -> Edit:
    """An edit whose lines stay in the quotes and lists that its place is in."""
    text = passage.text
    begin = text.rfind("\n", 0, start) + 1
    lead = text[begin:start]
    if "](" in put and "\n" not in put and _IN_BLOCK.match(lead):
        # Markdown in a block of HTML is read only where it stands apart from the tags.
        return Edit(start=start, end=end, put=f"\n\n{put}\n\n", finding=finding)
    if "\n\n" not in put or lead.strip(" \t>"):
        return Edit(start=start, end=end, put=put, finding=finding)
    if ">" in lead or (lead and _in_item(text, begin, len(lead))):
        return Edit(start=start, end=end, put=put.replace("\n", f"\n{lead}"), finding=finding)
    return Edit(start=begin, end=end, put=put, finding=finding)


def _in_item(text: str, begin: int, indent: int) -> bool:
    """Whether a line that begins at `begin` with an indent is in an item of a list."""
    rows = text[max(0, begin - 8000) : begin].split("\n")
    for row in reversed(rows[-_LOOKED_BACK:]):
        own = len(row) - len(row.lstrip())
        if row.strip() and own < indent:
            if _ITEM.match(row):
                return True
            if not own:
                return False
    return False


def hugo(passage: Passage) -> Iterator[Edit]:
    """Shortcodes of Hugo's."""
    return tag_edits(hugo_tags, passage)


def zola(passage: Passage) -> Iterator[Edit]:
    """Shortcodes of Zola's."""
    return tag_edits(zola_tags, passage)


def liquid(passage: Passage) -> Iterator[Edit]:
    """Tags of Liquid, Nunjucks and Hexo."""
    return tag_edits(liquid_tags, passage)


def calls(passage: Passage) -> Iterator[Edit]:
    """Calls within outputs, of Go's templates, Handlebars and Nunjucks."""
    return tag_edits(call_tags, passage)
