"""What a book says of itself, on the back of its title page and in its colophon."""

from datetime import UTC, datetime
from html import escape

from footlight import __version__
from footlight.editions.books.sections import BookText
from footlight.editions.colophon import Colophon, Production, in_the_face, rights_line, stamped
from footlight.editions.printed_addresses import address_html
from footlight.engines.web.url import site_of
from footlight.essay.book import Role
from footlight.press.isbn import isbn_13
from footlight.settings.wording import Wording


def make_book_colophon(text: BookText, title: str, words: Wording, production: Production) -> Colophon:
    """Write what a book says of itself. Its time is SOURCE_DATE_EPOCH, else the latest day that it records."""
    meta = text.book.meta
    days = [section.newest for section in text.sections if section.newest]
    days += [meta.date.first_day] if meta.date and meta.date.first_day else []
    moment = production.moment or (datetime.combine(max(days), datetime.min.time(), UTC) if days else None)
    return Colophon(
        title=title,
        lang=meta.lang if words.native else words.lang,
        direction=meta.direction if words.native else "ltr",
        imprint=words.date(meta.date),
        generator=f"Footlight {__version__}",
        made_at=stamped(moment) if moment else "",
        sentences=tuple(_sentences(text, words, production)),
        lost=(),
        credit="; ".join(contributors(text, words)),
        verso=tuple(_verso(text, words)),
    )


def contributors(text: BookText, words: Wording) -> list[str]:
    """The lines of the title page that name editors and translators."""
    lines = []
    for role, row in (("edt", "edited-by"), ("trl", "translated-by")):
        names = [who.name for who in text.book.meta.contributors if who.role == role]
        lines += [words.say(row, names=", ".join(names))] if names else []
    return lines


def _verso(text: BookText, words: Wording) -> list[str]:
    meta = text.book.meta
    said = [escape(rights_line(meta.rights, words))] if meta.rights else []
    said += [escape(meta.permission)] if meta.permission else []
    said += [sentence] if (sentence := _first_published(text, words)) else []
    published = ", ".join(filter(None, [meta.publisher, words.date(meta.date)]))
    said += [escape(published)] if published else []
    if meta.collection:
        said.append(escape(f"{meta.collection}, {meta.position}" if meta.position else meta.collection))
    said += [f"ISBN {escape(meta.isbn if '-' in meta.isbn else isbn_13(meta.isbn))}"] if meta.isbn else []
    return said


def _first_published(text: BookText, words: Wording) -> str:
    """When and where the essays were first published, in one sentence."""
    essays = [section.meta for section in text.sections if section.chapter.role is Role.ESSAY]
    years = sorted({meta.date.year for meta in essays if meta.date and meta.date.year})
    places = {meta.published_in or site_of(meta.url) for meta in essays}
    place = next(iter(places)) if len(places) == 1 else ""
    address = next((meta.url for meta in essays), "")
    where = address_html(_home(address)) if place and place == site_of(address) else escape(place)
    if not years:
        return words.say("book-first-published-at", place=where) if where else ""
    span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    key = "book-first-published" if where else "book-first-published-when"
    return words.say(key, **({"place": where} if where else {}), years=span)


def _home(address: str) -> str:
    scheme, _, rest = address.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}/"


def _sentences(text: BookText, words: Wording, production: Production) -> list[str]:
    sample = "".join(section.sample for section in text.sections)
    face = {"face": production.face} if production.face and in_the_face(sample, production) else {}
    when = {"date": words.date(production.moment.date())} if production.moment else {}
    row = ("book-set-in" if face else "book-made") + ("-on" if when else "")
    said = [words.say(row, program="Footlight", **when, **face)]
    if any(section.supplied for section in text.sections):
        said.append(words.say("book-changed"))
    if production.editor:
        said.append(escape(words.say("notes-by", editor=production.editor)))
    return [words.say("between").join(said)]
