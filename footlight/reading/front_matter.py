"""Front matter to `Metadata`: pandoc's names and ours, a row each, and what other generators call the same."""

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin

from footlight.engines.yaml import Value
from footlight.essay.document import Identifier, LinksAsNotes, Metadata, PartialDate, Person
from footlight.essay.front_matter_block import Form, body_offset, find_front_matter, first_character, is_left_open
from footlight.essay.language_tags import language_tag
from footlight.essay.markdown_name import MarkdownName
from footlight.essay_files import NOTHING_GIVEN, Given
from footlight.findings.finding import Finding
from footlight.press.isbn import isbn_13
from footlight.reading import value_forms as forms
from footlight.reading.dates import read_date
from footlight.reading.front_matter_parsers import Parsed, parse_front_matter
from footlight.reading.generator_keys import Use, folded, uses_of
from footlight.reading.language_guess import guess_language
from footlight.reading.people import people
from footlight.textmatch.clean_text import plain
from footlight.textmatch.combining_marks import without_excess
from footlight.textmatch.suggestions import did_you_mean

_WEB = re.compile(r"https?://[^\s/]+\S*\Z")
_SITE_PATH = re.compile(r"/(?!/)[^\s:{}\\]*\Z")
"""A path that a site has as it stands: no placeholder of a template (`:year`, `{{ slug }}`) in it."""

_HUGO_PATH = re.compile(r"/(?!/)|(?!\w+:)[^/.]+/")
"""What Hugo's `url` may be: a path from the site's root, or one without its first slash, whose last one is not certain.
A name with a point before the first slash is a host whose scheme is missing."""

_HUGO_WORD = re.compile(r"[^\s/.:]+\Z")
"""It may be a word as well, beside other keys of Hugo's."""
_FROM_RIGHT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"})
"""Languages that are written from right to left (Unicode CLDR, characters/orientation)."""
_CLOSE = 0.8
"""How alike two keys have to be for one to be suggested: `autor` and `author` are, `draft` and `date` are not."""
_UNPUBLISHED = frozenset({"draft", "hidden", "private", "pending", "unlisted", "trash"})


_USUAL = "en"
"""The language of an essay of which nothing tells another."""
_SILENT = Metadata(lang="", direction="")
"""A front matter that says nothing, not even what the defaults of `Metadata` are."""


class BadValue(Exception):  # noqa: N818 - it becomes a finding
    """A value that its key cannot take; the message says what it takes."""


def _cleaned(value: Value) -> Value:
    r"""A value without what controls a terminal or reorders a line, which YAML and TOML can say in ASCII: `\u202e`."""
    match value:
        case str():
            return plain(value)
        case list():
            return [_cleaned(item) for item in value]
        case dict():
            return {plain(key): _cleaned(item) for key, item in value.items()}


LONGEST_LINE = 1_000
"""Characters of a title and the like, which stand at the head of pages. Long ones of old books have three hundred."""


def _text(value: Value) -> str:
    if isinstance(value, str):
        return without_excess(" ".join(value.split()))
    raise BadValue("takes a text")


def _line(value: Value) -> str:
    """A text that stands in a line by itself."""
    if len(said := _text(value)) > LONGEST_LINE:
        raise BadValue(f"takes a text of at most {LONGEST_LINE:,} characters, and this has {len(said):,}")
    return said


def _prose(value: Value) -> str:
    """A text whose line ends count."""
    if isinstance(value, str):
        return value.strip("\n")
    raise BadValue("takes a text")


def _texts(value: Value) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(_text(item) for item in value)
    raise BadValue("takes a text or a list of texts")


def _files(value: Value) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else _texts(value)


def _language(value: Value) -> str:
    try:
        return language_tag(_text(value))
    except ValueError as error:
        raise BadValue(str(error)) from None


def _direction(value: Value) -> str:
    if value in ("ltr", "rtl"):
        return str(value)
    raise BadValue("takes ltr or rtl")


def _address(value: Value) -> str:
    words = _text(value)
    if not _WEB.match(words):
        raise BadValue(f"'{words}' is no web address; it begins with http:// or https://")
    return words


def _markdown(value: Value) -> MarkdownName:
    words = _text(value).lower()
    try:
        return MarkdownName(words)
    except ValueError:
        nearest = did_you_mean(words, MarkdownName)
        raise BadValue(f"takes the name of a dialect, such as gfm{f'; {nearest}' if nearest else ''}") from None


def _flag(value: Value) -> bool:
    said = _text(value).lower()
    if said not in ("true", "false", "yes", "no"):
        raise BadValue("takes true or false")
    return said in ("true", "yes")


def _lines(value: Value) -> int:
    if value not in ("0", "2", "3", "4"):
        raise BadValue("takes a number of lines: 2, 3 or 4")
    return int(str(value))


def _sections(value: Value) -> str:
    if value not in ("recto", "page", "same"):
        raise BadValue("takes recto, page or same")
    return str(value).removeprefix("same")


def _theme(value: Value) -> str:
    """The name of a theme; what others write there, such as Quarto's record of a light and a dark one, is no name."""
    return value.strip() if isinstance(value, str) else ""


def _links_as_notes(value: Value) -> LinksAsNotes:
    try:
        return LinksAsNotes(_text(value))
    except ValueError:
        raise BadValue(f"takes both, print or none; {did_you_mean(_text(value), LinksAsNotes)}") from None


def _identifiers(value: Value) -> tuple[Identifier, ...]:
    items = value if isinstance(value, list) else [value]
    found = []
    for item in items:
        match item:
            case str():
                found.append(Identifier(text=_text(item)))
            case {"text": str(words), **rest}:
                scheme = rest.get("scheme", "")
                found.append(Identifier(text=_text(words), scheme=scheme if isinstance(scheme, str) else ""))
            case _:
                raise BadValue("takes a text, or records with `scheme` and `text`")
    return tuple(found)


def _isbn(value: Value) -> str:
    words = _text(value)
    if not isbn_13(words):
        raise BadValue(f"'{words}' is no ISBN: ten or thirteen digits, of which the last one checks the others")
    return words


def _position(value: Value) -> str:
    words = _text(value)
    if not re.fullmatch(r"\d+(\.\d+)*", words):
        raise BadValue("takes a number, or numbers between points: 2, or 2.1")
    return words


def _references(value: Value) -> tuple[Any, ...]:
    """CSL data: its truth values are the only ones that are more than text."""
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise BadValue("takes a list of records, as pandoc does")
    return tuple(_with_truth_values(item) for item in value)


def _with_truth_values(value: Value) -> Any:  # noqa: ANN401 - JSON
    match value:
        case dict():
            return {key: _with_truth_values(item) for key, item in value.items()}
        case list():
            return [_with_truth_values(item) for item in value]
        case _:
            return {"true": True, "false": False}.get(value, value)


def _people(role: str) -> Callable[[Value], tuple[Person, ...]]:
    def read(value: Value) -> tuple[Person, ...]:
        try:
            return people(value, role)
        except ValueError as error:
            raise BadValue(str(error)) from None

    return read


def _editors(value: Value) -> tuple[Person, ...]:
    match value:
        case "visual" | "source":  # Quarto's `editor:` is a program's view, or a record of its options
            return ()
        case dict() if not value.keys() & {"name", "literal", "text", "given", "family"}:
            return ()
        case _:
            return _people("edt")(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Key:
    field: str
    read: Callable[[Value], Any]
    takes: Mapping[str, Any] = dataclasses.field(default_factory=lambda: forms.TEXT)
    """The same as a JSON Schema, for editors; only strings and truth values are told apart by a schema of YAML."""


KEYS: dict[str, _Key] = {
    "title": _Key(field="title", read=_line),
    "subtitle": _Key(field="subtitle", read=_line),
    "author": _Key(field="authors", read=_people("aut"), takes=forms.PEOPLE),
    "editor": _Key(field="contributors", read=_editors, takes=forms.PEOPLE),
    "translator": _Key(field="contributors", read=_people("trl"), takes=forms.PEOPLE),
    "contributor": _Key(field="contributors", read=_people("ctb"), takes=forms.PEOPLE),
    "date": _Key(field="date", read=_line),
    "lang": _Key(field="lang", read=_language, takes=forms.LANGUAGE),
    "dir": _Key(field="direction", read=_direction, takes=forms.DIRECTION),
    "abstract": _Key(field="abstract", read=_prose),
    "keywords": _Key(field="keywords", read=_texts, takes=forms.TEXTS),
    "subject": _Key(field="keywords", read=_texts, takes=forms.TEXTS),
    "description": _Key(field="description", read=_text),
    "rights": _Key(field="rights", read=_text),
    "publisher": _Key(field="publisher", read=_line),
    "identifier": _Key(field="identifiers", read=_identifiers, takes=forms.IDENTIFIERS),
    "isbn": _Key(field="isbn", read=_isbn),
    "belongs-to-collection": _Key(field="collection", read=_line),
    "group-position": _Key(field="position", read=_position, takes=forms.POSITION),
    "cover-image": _Key(field="cover_image", read=_text),
    "references": _Key(field="references", read=_references, takes=forms.REFERENCES),
    "bibliography": _Key(field="bibliography", read=_files, takes=forms.TEXTS),
    "csl": _Key(field="csl", read=_text),
    "contents": _Key(field="contents", read=_flag, takes=forms.FLAG),
    "title-pages": _Key(field="title_pages", read=_flag, takes=forms.FLAG),
    "section-start": _Key(field="sections", read=_sections, takes=forms.SECTIONS),
    "drop-cap": _Key(field="drop_cap", read=_lines, takes=forms.LINES),
    "theme": _Key(field="theme", read=_theme, takes=forms.ANYTHING),
    "markdown": _Key(field="markdown", read=_markdown, takes=forms.MARKDOWN),
    "url": _Key(field="url", read=_address, takes=forms.ADDRESS),
    "published-in": _Key(field="published_in", read=_text),
    "permission": _Key(field="permission", read=_text),
    "links-as-notes": _Key(field="links_as_notes", read=_links_as_notes, takes=forms.LINKS_AS_NOTES),
}
"""`date` is read last: its words may be of the essay's language."""


def front_matter_schema() -> dict[str, Any]:
    """The JSON Schema (draft 7) of a front matter: the keys above; those of other generators may stand beside them."""
    return {"type": "object", "properties": {name: dict(one.takes) for name, one in KEYS.items()}}


_BY_FOLDED = {folded(name): name for name in KEYS}


def read_metadata(text: str, shown: str, given: Given = NOTHING_GIVEN) -> tuple[Metadata, int, tuple[Finding, ...]]:
    """The metadata of a source, the offset of its body, and what is wrong with its front matter."""
    block = find_front_matter(text)
    if block is None:
        findings = (_left_open(text, shown),) if is_left_open(text) else ()
        body_start = body_offset(text)
        meta, guessed = _completed(_SILENT, given, text[body_start:], shown)
        return meta, body_start, (*findings, *guessed)
    parsed = parse_front_matter(block.form, text[block.start : block.end])
    reading = _Reading(parsed, block.form, _Place(shown=shown, line=text.count("\n", 0, block.start)), given)
    meta, guessed = _completed(reading.metadata(), given, text[block.body_start :], shown)
    return meta, block.body_start, (*reading.findings(), *guessed)


def _left_open(text: str, shown: str) -> Finding:
    return Finding(
        code="front-matter-left-open",
        message="the file begins like a front matter that no second line of the same signs ends; it is set as text",
        hint="Put the line of three hyphens (or plus signs) behind the last key.",
        file=shown,
        line=text.count("\n", 0, first_character(text)) + 1,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """The file that a front matter stands in, as findings call it, and the lines in front of it."""

    shown: str
    line: int


class _Reading:
    """One front matter, being read."""

    def __init__(self, parsed: Parsed, form: Form, place: _Place, given: Given) -> None:
        self._parsed = parsed
        self._mapping = parsed.mapping
        self._form = form
        self._place = place
        self._given = given
        self._wrong: list[Finding] = []
        self._known: dict[str, tuple[str, Value]] = {}
        """Of each of our keys: how the source calls it, and its value."""
        self._foreign: list[tuple[int, Use, str, Value]] = []
        """What other generators' keys are used for, in the order of the rows, of which the first counts."""
        self._unknown: list[str] = []
        for name, value in self._mapping.values.items():
            self._sort(name, _cleaned(value))
        self._foreign.sort(key=lambda held: held[0])

    def _sort(self, name: str, value: Value) -> None:
        ours = name if name in KEYS else ""
        uses = () if ours else uses_of(name)
        if not ours and not uses:
            ours = _BY_FOLDED.get(folded(name), "")
        if ours:
            self._known[ours] = (name, value)
        self._foreign += [(row, use, name, value) for row, use in uses]
        if not ours and not uses:
            self._unknown.append(name)

    def metadata(self) -> Metadata:
        """All that is understood."""
        meta = _SILENT
        for key, (name, value) in self._known.items():
            if value in ("", [], {}) or key in ("date", "url"):
                continue
            try:
                meta = _put(meta, KEYS[key].field, KEYS[key].read(value))
            except BadValue as error:
                self._wrong.append(self._bad(name, str(error)))
        meta = replace(meta, **self._of_others(meta))
        meta = replace(meta, keywords=tuple(dict.fromkeys(meta.keywords)))
        lang = meta.lang or self._given.lang
        return replace(meta, date=self._date(lang), url=self._url(), draft=self._draft())

    def _of_others(self, meta: Metadata) -> dict[str, Any]:
        """What the keys of other generators say where ours are silent; a value of the wrong kind says nothing."""
        found: dict[str, Any] = {}
        for _, use, _, value in self._foreign:
            match use:
                case Use.KEYWORDS:
                    found["keywords"] = (*found.get("keywords", meta.keywords), *_tags(value))
                case Use.TAXONOMIES if isinstance(value, dict):
                    tags = [tag for key in ("tags", "categories") for tag in _tags(value.get(key, ""))]
                    found["keywords"] = (*found.get("keywords", meta.keywords), *tags)
                case Use.AUTHOR if not meta.authors:
                    found.update(_or_nothing("authors", _people("aut"), self._names(value)))
                case Use.LANGUAGE if "lang" not in self._known:
                    found.update(_or_nothing("lang", _language, value))
                case Use.RIGHTS if not meta.rights and isinstance(value, str) and value not in _TRUTH_VALUES:
                    found.update(_or_nothing("rights", _text, value))
                case _:
                    pass
        return found

    def _date(self, lang: str) -> PartialDate | None:
        """The date of our key, which has to be one; else of the first key of another generator that is one."""
        name, value = self._known.get("date", ("", ""))
        if value:
            try:
                words = KEYS["date"].read(value)
                if words.lower() not in _WORKED_OUT:
                    return _day(words, lang, self._given.date)
            except BadValue as error:
                self._wrong.append(self._bad(name, str(error)))
        return next(filter(None, (_day_or_none(value, lang) for _, value in self._texts(Use.DATE))), None)

    def _texts(self, use: Use) -> Iterator[tuple[str, str]]:
        """Keys of a use that hold a text, the first row first."""
        return (
            (name, _text(value)) for _, held, name, value in self._foreign if held is use and isinstance(value, str)
        )

    def _names(self, value: Value) -> Value:
        """Pelican has several authors in one text, between semicolons or commas."""
        if not isinstance(value, str):
            return value
        sign = ";" if ";" in value else "," if self._form in (Form.HEADER_LINES, Form.COMMENT_LINES) else "\0"
        return [part.strip() for part in value.split(sign)]

    def _url(self) -> str:
        """The essay's own address: ours, else a whole one of another generator's, else a path on the site."""
        name, value = self._known.get("url", ("", ""))
        site = self._given.site
        if isinstance(value, str) and (_HUGO_PATH.match(value) or (self._foreign and _HUGO_WORD.match(value))):
            return _on_site(site, value)
        if value not in ("", [], {}):
            try:
                return _address(value)
            except BadValue as error:
                self._wrong.append(self._bad(name, str(error)))
        whole = (address for _, address in self._texts(Use.ADDRESS) if _WEB.match(address))
        paths = (_on_site(site, self._zola(path) if name == "path" else path) for name, path in self._texts(Use.PATH))
        return next(filter(None, (*whole, *paths)), "")

    def _zola(self, path: str) -> str:
        """Zola's `path` is the whole of it, and ends in a slash; Gatsby's begins with one and is as it stands."""
        return f"/{path.strip('/')}/" if self._form is Form.TOML or not path.startswith("/") else path

    def _draft(self) -> str:
        for _, use, name, value in self._foreign:
            said = value.strip().lower() if isinstance(value, str) else ""
            match use:
                case Use.UNPUBLISHED_IF_TRUE if said in ("true", "yes", "1", "on"):
                    return f"{name}: {value}"
                case Use.UNPUBLISHED_IF_FALSE if said in ("false", "no", "0", "off"):
                    return f"{name}: {value}"
                case Use.UNPUBLISHED_BY_NAME if said in _UNPUBLISHED:
                    return f"{name}: {value}"
                case _:
                    pass
        return ""

    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with it; of keys that nobody knows one finding, however many they are."""
        repeated = list(dict.fromkeys(self._mapping.repeated))[:_SHOWN]
        found = [*self._syntax(), *map(self._repeated, repeated), *self._wrong]
        return (*found, *([self._unknown_keys()] if self._unknown else []))

    def _line(self, name: str) -> int:
        return self._place.line + self._mapping.lines[name]

    def _syntax(self) -> Iterator[Finding]:
        problem = self._parsed.problem
        if problem:
            yield Finding(
                code="front-matter-syntax",
                message=f"the front matter is not well-formed {self._form}: {problem.message}",
                hint=f"{_HINTS[self._form]} What can be read of it line by line is taken.",
                file=self._place.shown,
                line=self._place.line + problem.line,
                column=problem.column,
            )

    def _repeated(self, name: str) -> Finding:
        return Finding(
            code="front-matter-repeated-key",
            message=f"the key '{name[:_LONGEST]}' stands more than once in the front matter; the last one counts",
            hint="Remove the other.",
            file=self._place.shown,
            line=self._line(name),
        )

    def _unknown_keys(self) -> Finding:
        first, *others = self._unknown
        suggestions = {name: did_you_mean(name.lower(), KEYS, closeness=_CLOSE) for name in self._unknown[:_SHOWN]}
        if others:
            shown = (
                f"'{name[:_LONGEST]}'" + (f" ({nearest})" if nearest else "") for name, nearest in suggestions.items()
            )
            more = len(self._unknown) - len(suggestions)
            words = f"unknown keys in the front matter: {', '.join(shown)}" + (f" and {more} more" if more else "")
        else:
            nearest = suggestions[first]
            words = f"unknown key '{first[:_LONGEST]}' in the front matter" + (f"; {nearest}" if nearest else "")
        return Finding(
            code="front-matter-unknown-key",
            message=words,
            hint=f"{'They are' if others else 'It is'} passed over; docs/front-matter.md lists the keys that are read.",
            file=self._place.shown,
            line=self._line(first),
        )

    def _bad(self, name: str, problem: str) -> Finding:
        return Finding(
            code="front-matter-value",
            message=f"'{name}' {problem}" if problem.startswith("takes") else f"in the key '{name}', {problem[:400]}",
            hint="It is left out. docs/front-matter.md says what each key takes.",
            file=self._place.shown,
            line=self._line(name),
        )


_HINTS = {
    Form.YAML: "Put a text that holds a colon or a quotation mark, or begins with a bracket, between single quotes.",
    Form.TOML: "Put each text between quotation marks.",
    Form.JSON: "Look for a comma or a quotation mark that is missing.",
}
_SHOWN = 5
"""Keys that a finding names."""
_LONGEST = 60
"""Characters of a key that a finding quotes."""


def _put(meta: Metadata, field: str, read: Any) -> Metadata:  # noqa: ANN401 - of the field's kind
    if field in ("contributors", "keywords"):
        read = getattr(meta, field) + read
    return replace(meta, **{field: read})


def _completed(meta: Metadata, given: Given, body: str, shown: str) -> tuple[Metadata, tuple[Finding, ...]]:
    """The metadata with what the file's name and the project say where the front matter is silent.

    Where nobody names the language, the text is asked, and its answer is a notice.
    """
    said = meta.lang or given.lang
    lang = said or guess_language(body) or _USUAL
    findings = () if said or lang == _USUAL else (_guessed(lang, shown),)
    turned = "rtl" if lang.split("-")[0].lower() in _FROM_RIGHT else "ltr"
    completed = replace(
        meta,
        lang=lang,
        lang_is_given=bool(said),
        direction=meta.direction or turned,
        date=meta.date or (read_date(given.date, lang) if given.date else None),
        authors=meta.authors or tuple(Person(name=name) for name in given.authors),
        draft=meta.draft or given.draft,
        site=given.site,
    )
    return completed, findings


def _guessed(lang: str, shown: str) -> Finding:
    return Finding(
        code="language-guessed",
        message=f"nothing says in which language the essay is; by its words it was taken for '{lang}'",
        hint="Write `lang:` into the front matter, or lang into [project] of footlight.toml.",
        file=shown,
    )


_WORKED_OUT = frozenset({"created", "last modified", "git created", "git last modified"})
"""Words for which Eleventy puts a date of the file (https://www.11ty.dev/docs/dates/); we ask neither disk nor git."""


def _day(words: str, lang: str, probably: str = "") -> PartialDate:
    try:
        found = read_date(words, lang, probably)
    except ValueError:
        raise BadValue(f"'{words}' is no day of the calendar; write it as 2011-02-25") from None
    if found is None:
        raise BadValue(f"'{words[:80]}' is no date that can be understood; write it as 2011-02-25, 2011-02 or 2011")
    return found


def _day_or_none(value: Value, lang: str) -> PartialDate | None:
    try:
        return _day(_text(value), lang)
    except BadValue:
        return None


def _tags(value: Value) -> list[str]:
    """The words of tags in any of their forms: a list, words between commas, records with a label, lists of lists."""
    match value:
        case str():
            return [tag for part in value.split(",") if (tag := _tag(part)) and tag not in _TRUTH_VALUES]
        case list():
            return [tag for item in value for tag in ([_tag(item)] if isinstance(item, str) else _tags(item)) if tag]
        case dict():
            labels = (value.get(key) for key in ("label", "name", "title"))
            return [_tag(label) for label in labels if isinstance(label, str)][:1]


def _tag(words: str) -> str:
    """A tag without the sign that Obsidian has before it."""
    return " ".join(words.split()).lstrip("#")


_TRUTH_VALUES = frozenset({"true", "false", "True", "False", "null", "~"})


def _or_nothing(field: str, read: Callable[[Value], Any], value: Value) -> dict[str, Any]:
    try:
        found = read(value)
    except BadValue:
        return {}
    return {field: found} if found else {}


def _on_site(site: str, path: str) -> str:
    """The address of a path from the site's root; empty where nothing says where the site is."""
    if not site or not _SITE_PATH.match(path):
        return ""
    return urljoin(site.rstrip("/") + "/", path.lstrip("/"))
