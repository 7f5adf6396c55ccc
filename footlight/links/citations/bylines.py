"""Who wrote a text, as a page's lines say it: by whom, a name behind or below a label, a name alone at the heading."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from footlight.links.citations.page_statements import Line
from footlight.links.citations.person_names import has_given_name, names_in
from footlight.textmatch.normalization import words_alone

_KINDS = (
    r"(?:blog-?\s?)?(?:gast-?)?(?:beitrag|artikel|text|kolumne|kommentar|essay|glosse|rezension|interview|bericht|"
    r"reportage|analyse|erzählung|gedicht)|(?:guest\s)?(?:post|article|essay|story|column|opinion|comment(?:ary)?|review|report|"
    r"analysis|"
    r"text|words|poem|poetry|fiction|tutorial)|(?:un\s)?(?:texte|billet|tribune|chronique|récit|entretien)|texto|artículo|artigo|"
    r"columna|testo|articolo|tekst|propos recueillis"
)
_DONE = (
    r"written|posted|published|authored|reported|submitted|contributed|erstellt|verfasst|geschrieben|veröffentlicht|"
    r"gepostet|écrit|publié|rédigé|posté|proposé|escrito|publicado|redactado|scritto|pubblicato|geschreven|geplaatst|"
    r"gepubliceerd|skrevet|skrivet|napisane|opublikowane"
)
_PREPOSITION = r"by|von|par|por|di|da|de|door|van|av|af|przez"
_SAYS_BY = re.compile(
    r"[^\w(]*(?:by|von|par|por|di|door|av|af|przez)\b\s*:?\s*|"
    rf"[^\w(]*(?:(?:ein|eine|der|die|a|an|une?)\s)?(?:{_KINDS}|{_DONE})\s+(?:{_PREPOSITION})\b\s*:?\s*|"
    r"[^\w(]*(?:authors?|writer|written by|autor(?:in|en|innen|es|as?)?|auteure?s?|autor[ei]|autrice|text|texte|texto|"
    r"testo|tekst|redakteur(?:in)?|redactor|yazar|yazan|szerző|forfatter|författare|kirjoittaja|автор|текст|by|von|par|"
    r"作者|文|著者|記者|责任编辑|編集者)(?:\(s\)|/in|:in)?\s*[:：]\s*|"
    r"[^\w(]*autor(?:in/autor|/in|/autorin)\s+",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\W*(?:(?:written|posted|published|a post|a guest post)?\s*by|von|par|por|door|authors?|"
    r"autor(?:in|en|innen|es|as?)?|auteure?s?|autor[ei]|about the author|author\(s\)|autor/in|автор|作者|著者)"
    r"\s*[:：]?\W*",
    re.IGNORECASE,
)
"""A line that is nothing but a label of a name."""
_PARTS = re.compile(r"\s*[|•·–—»]\s*|\s-\s|,\s(?=\d)|(?<=\d\d\d\d),?\s+(?=\D)")
"""What stands between a name, a day and the like in one line."""
_WITHIN = re.compile(
    r"(?:[|•·–—»,:]|\b(?:19|20)\d\d|\d:\d\d(?:\s?(?:[ap]\.?m\.?|Uhr))?)\s*(?:by|von|par|por|di|door)\s+(?=[^\W\d_])",
    re.IGNORECASE,
)
"""How a line goes on that has a day, or a section, before it says by whom."""
_NEAR_BEFORE, _NEAR_AFTER = 5, 12
"""Lines around a heading that belong to it."""
_BESIDE = 3
"""Lines behind a heading in which a name alone is its author's."""
_SIDE_BY_SIDE = 2
"""Lines between two bylines of which neither is surer than the other."""
_LONGEST_NAME, _LONGEST_LINE = 60, 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """The names that lines give, and whether these stand at the heading."""

    names: tuple[str, ...] = ()
    source: str = ""
    at_heading: bool = False


def written_by(lines: Sequence[Line], heading: str, sites: Collection[str], titles: Collection[str]) -> Byline:
    """Read who wrote the text below a heading; nothing where lines contradict each other."""
    wanted = words_alone(heading)
    at = next((i for i, one in enumerate(lines) if one.heading and wanted and words_alone(one.text) == wanted), None)
    if at is None:
        at = next((i for i, one in enumerate(lines) if wanted and words_alone(one.text) == wanted), None)
    said = list(_said(lines, at, sites, titles))
    near = [(i, names) for i, names in said if at is not None and -_NEAR_BEFORE <= i - at <= _NEAR_AFTER]
    if near and at is not None:
        heading_at = at
        first, names = min(near, key=lambda one: (one[0] < heading_at, abs(one[0] - heading_at)))
        if any(other != names and abs(i - first) <= _SIDE_BY_SIDE for i, other in near):
            return Byline()  # of several texts, perhaps, and no one's
        return Byline(names=names, source="a line that says by whom", at_heading=True)
    if at is not None and (name := _alone(lines, at, sites, titles)):
        return Byline(names=(name,), source="a name at its heading", at_heading=True)
    distinct = {names for i, names in said if not lines[i].aside}
    if len(distinct) == 1:
        return Byline(names=distinct.pop(), source="a line that says by whom")
    signed = set() if distinct else set(_signed(lines, sites, titles))
    return Byline(names=(signed.pop(),), source="a name below its text") if len(signed) == 1 else Byline()


def _said(
    lines: Sequence[Line], heading_at: int | None, sites: Collection[str], titles: Collection[str]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The lines that say by whom, each with its names."""
    for i, one in enumerate(lines):
        if one.of_readers or one.heading or not one.text:
            continue
        near = heading_at is not None and -_NEAR_BEFORE <= i - heading_at <= _NEAR_AFTER
        if one.aside and not near:
            continue
        said = _behind_label(one.text, near=near)
        if _LABEL.fullmatch(one.text) and i + 1 < len(lines) and not lines[i + 1].heading:
            said = lines[i + 1].text[: _LONGEST_NAME + 1]
        if 0 < len(said) <= _LONGEST_LINE and (names := names_in([said], sites, titles, strict=True)):
            yield i, names


def _behind_label(text: str, *, near: bool) -> str:
    """What stands behind words for by whom: at the begin of a line, near a heading also within it."""
    begun = _SAYS_BY.match(text) or (_WITHIN.search(text) if near else None)
    return text[begun.end() :] if begun else ""


def _alone(lines: Sequence[Line], at: int, sites: Collection[str], titles: Collection[str]) -> str:
    """A name that is a whole line right behind the heading, or in front of it with a day."""
    for i in (*range(at + 1, at + 1 + _BESIDE), at - 1, at - 2):
        if i > at and any(not line.text for line in lines[at + 1 : i]):
            continue  # below a paragraph
        if not 0 <= i < len(lines):
            continue
        one = lines[i]
        if one.aside or one.of_readers or one.heading or not 0 < len(one.text) <= _LONGEST_NAME + 30:
            continue
        parts = [part for part in _PARTS.split(one.text) if part.strip()]
        people = [part for part in parts if has_given_name(part)]
        others = [part for part in parts if part not in people]
        if len(people) != 1 or not all(any(c.isdigit() for c in part) for part in others) or (i < at and not others):
            continue
        if names := names_in(people, sites, titles, strict=True):
            return names[0]
    return ""


def _signed(lines: Sequence[Line], sites: Collection[str], titles: Collection[str]) -> Iterator[str]:
    """The names that are a whole line below a paragraph, where no paragraph follows: a heading would have one."""
    for i, one in enumerate(lines):
        if one.aside or one.of_readers or one.heading or not 0 < len(one.text) <= _LONGEST_NAME:
            continue
        before, behind = lines[max(0, i - 1) : i], lines[i + 1 : i + 3]
        bare = one.text.strip("()*–— ")
        if before and not before[0].text and all(line.text for line in behind) and has_given_name(bare):
            yield from names_in([bare], sites, titles, strict=True)[:1]
