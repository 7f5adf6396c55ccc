"""Parse an answer: an address, byte for byte; the number of one that was offered; that no link is missing; or nothing.

An address is never repaired. Where a mail program may have broken it, or its last character may be punctuation, the
answer is unclear and is not taken, unless the address is one that was found before. Between angle brackets it may be
broken across lines, as RFC 3986 (appendix C) recommends.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from footlight.engines.web.url import followable
from footlight.ledger.keys import is_address
from footlight.links.decisions.returned_questionnaire import Line, PlaceAnswer

_WRAPS_FROM = 60
"""Characters; no mail program wraps a shorter line."""
_BRACKETED = re.compile(r"<\s*(https?://[^<>]*)>", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_ALMOST = re.compile(r"(?:[a-z][a-z0-9+.-]*://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)+/\S*", re.IGNORECASE)
_PAIRS = {"“": "”", "„": "“", "‘": "’", "«": "»", '"': '"', "'": "'", "(": ")", "[": "]"}
_POINTS = ".,;:!?…)]}'\"”’»>*_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """The link led there."""

    url: str
    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class NoLink:
    """No link is missing there."""

    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """Nothing was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnclearAnswer:
    """What was written cannot be taken, and why."""

    code: str
    why: str
    hint: str
    line: Line


Answer = Address | NoLink | Unanswered | UnclearAnswer


def parse_answer(written: PlaceAnswer, known: Collection[str], none: Collection[str]) -> Answer:
    """Parse the answer at a place. `known` are the addresses found for it, `none` the words for "no link"."""
    first = next((line for line in written.answer if any(map(str.isalnum, line.text))), None)
    if first is None:
        return Unanswered()
    if first.text.strip(_POINTS + "“„‘« ").casefold() in none:
        return NoLink(line=first)
    if re.fullmatch(r"(\d{1,3})[.)]?", first.text):
        return _of_number(int(re.sub(r"\D", "", first.text)), first, written, known)
    return _of_addresses(written.answer, known) or _no_address(first)


def _of_number(number: int, line: Line, written: PlaceAnswer, known: Collection[str]) -> Answer:
    url = written.listed.get(number, "")
    if url in known:
        return Address(url=url, line=line)
    hint = "Write the address itself."
    return UnclearAnswer(code="answer-no-address", why=f"no address has the number {number}", hint=hint, line=line)


def _of_addresses(lines: tuple[Line, ...], known: Collection[str]) -> Answer | None:
    """The address in these lines; None where there is none."""
    found: dict[str, Answer] = {}
    for answer in (*_bracketed(lines), *_bare(lines, known)):
        if isinstance(answer, UnclearAnswer):
            return answer
        if isinstance(answer, Address):
            found.setdefault(answer.url, answer)
    if len(found) < 2:
        return next(iter(found.values()), None)
    second = list(found.values())[1]
    assert isinstance(second, Address)  # noqa: S101 - nothing else was put in
    why = f"there are two addresses here, {' and '.join(list(found)[:2])}"
    return UnclearAnswer(code="answer-twice", why=why, hint="Leave one of them.", line=second.line)


def _bracketed(lines: tuple[Line, ...]) -> list[Answer]:
    """Addresses between angle brackets, without the white space in them."""
    text = "\n".join(line.text for line in lines)
    return [
        _checked("".join(match[1].split()), lines[text.count("\n", 0, match.start())])
        for match in _BRACKETED.finditer(text)
    ]


def _bare(lines: tuple[Line, ...], known: Collection[str]) -> list[Answer]:
    text = "\n".join(line.text for line in lines)
    hidden = _BRACKETED.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text).split("\n")
    found = []
    for at, (line, shown) in enumerate(zip(lines, hidden, strict=True)):
        after = hidden[at + 1].strip() if at + 1 < len(lines) else ""
        for match in _ADDRESS.finditer(shown):
            reaches_end = not shown[match.end() :].strip()
            goes_on = bool(after) and reaches_end and (line.length >= _WRAPS_FROM or shown.endswith("="))
            broken = goes_on or shown[: match.start()].rstrip().endswith("<")  # which nothing closes
            url = _without_marks(match[0], shown[: match.start()])
            found.append(_plain(url, line, known, broken=broken))
    return found


def _without_marks(url: str, before: str) -> str:
    """The address without the mark that closes a quotation or bracket opened directly before it."""
    closing = _PAIRS.get(before[-1:])
    return url[: url.rindex(closing)] if closing and closing in url else url


def _plain(url: str, line: Line, known: Collection[str], *, broken: bool) -> Answer:
    if url in known:
        return Address(url=url, line=line)
    hint = "Put the whole address between < and >."
    if broken:
        why = f"a mail program may have broken the address at the end of this line: {url}"
        return UnclearAnswer(code="answer-unclear", why=why, hint=hint, line=line)
    if url[-1] in _POINTS and not (url[-1] == ")" and "(" in url):
        if url.rstrip(_POINTS) in known:
            return Address(url=url.rstrip(_POINTS), line=line)
        why = f"the last character may belong to the sentence and not to the address: {url}"
        return UnclearAnswer(code="answer-unclear", why=why, hint=hint, line=line)
    return _checked(url, line)


def _checked(url: str, line: Line) -> Answer:
    if is_address(url) and followable(url):
        return Address(url=url, line=line)
    hint = "Write it in full, with http:// or https://."
    return UnclearAnswer(code="answer-no-address", why=f"this is not an address: {url[:200]}", hint=hint, line=line)


def _no_address(line: Line) -> Answer:
    almost = _ALMOST.search(line.text)
    shown = almost[0] if almost else line.text
    hint = "An address begins with http:// or https://; or write the word for no link, or nothing."
    return UnclearAnswer(code="answer-no-address", why=f"this is not an address: {shown[:200]}", hint=hint, line=line)
