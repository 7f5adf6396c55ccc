"""What a note can say of a source, by its kind: a page, a PDF, a repository, a video, or a record of a DOI."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import unquote, urlsplit

from footlight.engines.pdf.document_information import document_information
from footlight.engines.web.url import site_of
from footlight.errors import EngineError
from footlight.links.citations.page_description import Description, Stated, describe_page
from footlight.links.citations.page_statements import read_statements
from footlight.links.citations.person_names import person_names

CSL_JSON = "application/vnd.citationstyles.csl+json"
"""The form in which the registries of DOIs describe a work (https://www.crosscite.org/docs.html)."""
_DOI_HOSTS = ("doi.org", "dx.doi.org")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_NO_TITLE = re.compile(
    r"^(?:untitled.*|microsoft (?:word|powerpoint|excel) - .*|\S+\.(?:docx?|pptx?|xlsx?|indd|qxd|tex|dvi|pdf|rtf|odt)|"
    r"slide \d+|document\d*|powerpoint[- ]pr[äe]sentation|layout \d+|print|none|null|title|[\W\d_]*)$",
    re.IGNORECASE,
)
"""What programs write into the title of a PDF when nobody gives one."""
_REPOSITORY = re.compile(r"/([^/]+)/([^/]+?)(?:\.git)?/?")
_NOT_OWNERS = frozenset(
    {"about", "features", "topics", "orgs", "users", "settings", "marketplace", "sponsors", "explore"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a link leads to: its bytes, and the address that they are from."""

    url: str
    content_type: str
    body: bytes


def wanted_form(url: str) -> str:
    """The form to ask for at an address; empty where that is the page itself."""
    parts = urlsplit(url)
    doi = (parts.hostname or "").lower() in _DOI_HOSTS and _DOI.fullmatch(unquote(parts.path.lstrip("/")))
    return CSL_JSON if doi else ""


def describe_source(document: Document) -> Description:
    """Describe what a link leads to; an empty description where it says nothing of itself."""
    kind = document.content_type.partition(";")[0].strip().lower()
    if document.body[:1024].lstrip().startswith(b"%PDF-"):
        return _of_pdf(document)
    if kind.endswith(("csl+json", "citeproc+json")):
        return _of_record(document)
    if kind and "html" not in kind and kind != "text/plain":
        return Description()
    description = describe_page(document.body, url=document.url, content_type=document.content_type)
    rule = _OF_HOSTS.get(site_of(document.url))
    return rule(document, description) if rule else description


def _of_pdf(document: Document) -> Description:
    try:
        title, author = document_information(document.body)
    except EngineError:
        return Description()
    title = "" if _NO_TITLE.fullmatch(title) else title
    names = person_names([author]) if title else ()
    site = site_of(document.url)
    return Description(
        title=Stated(value=title, source="the PDF's title") if title else Stated(),
        authors=names,
        authors_from="the PDF's author" if names else "",
        site=Stated(value=site, source="the address") if site else Stated(),
    )


def _of_record(document: Document) -> Description:
    """Of a CSL data item, as registries of DOIs give it."""
    try:
        item = json.loads(document.body)
    except (ValueError, RecursionError):
        return Description()
    if not isinstance(item, dict):
        return Description()
    names = tuple(name for one in _list(item.get("author"))[:12] if (name := _person(one)))
    title, site = _plain(item.get("title")), _plain(item.get("container-title")) or _plain(item.get("publisher"))
    return Description(
        title=Stated(value=title, source="the record of its DOI") if title else Stated(),
        authors=names,
        authors_from="the record of its DOI" if names else "",
        site=Stated(value=site, source="the record of its DOI") if site else Stated(),
        issued=_day_of(item),
        issued_from="the record of its DOI" if _day_of(item) else "",
    )


def _person(value: object) -> str:
    if not isinstance(value, dict):
        return ""
    return " ".join(filter(None, (_plain(value.get("given")), _plain(value.get("family"))))) or _plain(
        value.get("literal")
    )


def _day_of(item: dict[str, Any]) -> date | None:
    """The whole day of publication; a year or a month alone is no day."""
    for key in ("issued", "published-online", "published-print", "published"):
        parts = item.get(key)
        days = _list(parts.get("date-parts")) if isinstance(parts, dict) else []
        try:
            year, month, day = (int(str(part)) for part in _list(days[0])[:3])
            return date(year, month, day)
        except (ValueError, IndexError):
            continue
    return None


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _plain(value: object) -> str:
    text = next(iter(value), "") if isinstance(value, list) else value
    return " ".join(re.sub(r"</?[a-z][^<>]*>", "", text).split())[:400] if isinstance(text, str) else ""


def _of_repository(document: Document, description: Description) -> Description:
    """A repository is known by its owner and its name, which are its address."""
    found = _REPOSITORY.fullmatch(urlsplit(document.url).path)
    if not found or found[1].lower() in _NOT_OWNERS:
        return replace(description, authors=(), authors_from="")
    return Description(
        title=Stated(value=found[2], source="the address"),
        authors=(found[1],),
        authors_from="the address",
        site=description.site,
    )


def _of_video(document: Document, description: Description) -> Description:
    """A video's author is its channel, which the page names beside the address of the channel."""
    statements = read_statements(document.body, document.content_type)
    channel = statements.meta("link:name")
    if not channel:
        return description
    return replace(description, authors=(channel,), authors_from="the channel's name")


_OF_HOSTS: dict[str, Callable[[Document, Description], Description]] = {
    "github.com": _of_repository,
    "gitlab.com": _of_repository,
    "codeberg.org": _of_repository,
    "youtube.com": _of_video,
    "youtu.be": _of_video,
}
