"""The other essays of the book that an essay stands in, so that links to them lead within the book."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

_BUNDLES = ("index", "_index")
SIBLING = "fl-essay-ref"
"""The class of a link to another essay of the book."""
OPENING_ID = "fl-opening"
"""With the key of a section before it: the identifier of the section's opening, to which references lead."""
KEYED = re.compile(r"e[0-9a-f]{7}-")
"""Matches the beginning of an identifier that has the key of a section (`book.section_key`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Siblings:
    """Where links can lead within a book. Empty for an essay that is built alone."""

    by_path: Mapping[str, str] = field(default_factory=dict)
    """The key of each essay's section, by the forms in which links name its file (`path_forms`)."""
    by_address: Mapping[str, str] = field(default_factory=dict)
    """The same by the address of its first publication, as `comparable` writes it."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """The title of each essay, by its key; what a link without words says."""
    root: str = ""
    """The folder source/, where the paths of links begin that begin with a slash."""

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.titles)

    def has(self, path: Path) -> bool:
        """Whether a file is one of the book's essays."""
        return bool(self) and os.path.abspath(path) in self.by_path  # noqa: PTH100 - no file is asked

    def reference(self, target: str, folder: Path, address: str) -> str:
        """The key of the essay that a link leads to, and behind a `#` the place in it; empty where it is none's.

        `folder` is that of the essay with the link, `address` what the target is on the web (`Metadata.web_address`).
        """
        if not self or not target or target.startswith("#"):
            return ""
        page, _, place = target.partition("#")
        key = self._key(page, folder, address.partition("#")[0])
        return f"{key}#{place}" if key and place else key

    def _key(self, page: str, folder: Path, address: str) -> str:
        try:
            is_web = bool(urlsplit(address).netloc)
        except ValueError:  # an address such as //[
            return ""
        if is_web and (key := self.by_address.get(comparable(address), "")):
            return key
        if ":" in page.split("/", maxsplit=1)[0] or page.startswith("//"):
            return ""
        path = unquote(page.partition("?")[0])
        if path.startswith("@/"):  # Zola's: a path below content/
            place = path.removeprefix("@/")
            return next((key for form, key in self.by_path.items() if form.endswith(f"/{place}")), "")
        start = Path(self.root, path.lstrip("/")) if path.startswith("/") else folder / path
        return self.by_path.get(os.path.abspath(start), "")  # noqa: PTH100 - as above


def path_forms(path: Path) -> tuple[str, ...]:
    """The forms in which links name a Markdown file: as it is, without its ending, as the page made of it."""
    plain = os.path.abspath(path.with_suffix(""))  # noqa: PTH100 - as above
    forms = [os.path.abspath(path), plain, f"{plain}.html", f"{plain}.md"]  # noqa: PTH100 - as above
    if path.stem.lower() in _BUNDLES:
        forms += [os.path.dirname(plain)]  # noqa: PTH120 - a text, not a file
    return tuple(dict.fromkeys(forms))


def comparable(address: str) -> str:
    """An address as two are compared: without scheme, `www.`, last slash and place within the page."""
    parts = urlsplit(address)
    host = parts.netloc.lower().removeprefix("www.")
    path = unquote(parts.path).removesuffix("index.html").rstrip("/")
    return f"{host}{path}?{parts.query}" if parts.query else f"{host}{path}"
