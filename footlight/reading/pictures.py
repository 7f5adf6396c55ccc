"""The pictures of an essay: where the file of each is found, and whether it can be set.

What cannot be set does not stop an edition: a framed line with the picture's words takes its place, and a finding says
why. Kinds are recognised by content, for names are often wrong.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from footlight.engines.pillow import DamagedPictureError, HugePictureError, UnusablePictureError, inspect_raster
from footlight.engines.svg import UnusableSvgError, is_svg, rebuild_svg
from footlight.input_record import note_absent, read_input
from footlight.real_path import real_path

LARGEST = 64 * 1024 * 1024
"""Bytes of a picture's file. Photographs of 60 megapixels have some 40 million."""
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]+:|//)", re.IGNORECASE)
_OF_PELICAN = re.compile(r"\A(?:\{(?:static|filename|attach)\}|\|(?:static|filename)\|)/?")
"""What begins a path from the root of Pelican's content (https://docs.getpelican.com/en/latest/content.html)."""
STATIC = ("static", "public", "assets")
"""Folders whose content a generator copies to the root of a site: Hugo's and Zola's, Next's and Astro's, Jekyll's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelves:
    """Where the pictures of an essay may lie."""

    folder: Path
    """The source's."""
    root: Path
    """The project's; nothing outside it is opened."""
    static: Sequence[str] = STATIC
    """Folders, from the root or from a folder above the source, that a site's own paths begin in."""
    fetched: Mapping[str, Path] = field(default_factory=dict)
    """Files of pictures that `footlight pictures` kept, by their `picture_key`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundImage:
    """A file that can be set."""

    path: Path
    """Resolved."""
    left_out: tuple[str, ...] = ()
    """What of a drawing is left out of the editions, by the names of its elements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BadImage:
    """Why a picture cannot be set, and what to do."""

    code: str
    message: str
    hint: str


def find_image(target: str, shelves: Shelves) -> FoundImage | BadImage:
    """The file that an image's target names. Nothing outside the project is opened, and no network is asked."""
    if not target:
        hint = "Name one between the round brackets: ![what it shows](file)."
        return BadImage(code="image-missing", message="an image has no file", hint=hint)
    if fetched := shelves.fetched.get(picture_key(target)):
        return _inspected(fetched, target)
    if scheme := _ADDRESS.match(target):
        return _elsewhere(target, scheme[0].lower())
    outside = not _within(shelves.folder / unquote(target).lstrip("/"), shelves.root)
    for path in _candidates(target, shelves):
        if not _within(path, shelves.root):
            continue
        if found := _existing(path):
            return _inspected(real_path(found), target)
        note_absent(path)
    return _not_found(target, outside=outside)


def picture_key(address: str) -> str:
    """What a picture is known by: its address, or a digest of it where the address is the picture itself."""
    if not is_written_out(address):
        return address
    return f"data:sha256,{hashlib.sha256(address.encode('utf-8', 'surrogatepass')).hexdigest()}"


def is_written_out(address: str) -> bool:
    """Whether an address holds the picture itself (RFC 2397)."""
    return address[:5].lower() == "data:"


def _elsewhere(target: str, scheme: str) -> BadImage:
    if is_written_out(target):
        message = f"the image {target[:60]} is data written into the text, not a file of the project"
        return BadImage(code="image-outside", message=message, hint="`footlight pictures` makes it a file.")
    if scheme == "file:":
        message = f"the image {target[:60]} is a file of one machine, not a file of the project"
        return BadImage(code="image-outside", message=message, hint="Save it beside the essay and name that file.")
    message = f"the image {target[:120]} is on the web, and a build touches no network"
    hint = "`footlight pictures` fetches it; or save it beside the essay and name that file."
    return BadImage(code="image-remote", message=message, hint=hint)


def _not_found(target: str, *, outside: bool) -> BadImage:
    if outside:
        message = f"the image {target[:120]} is outside the project"
        return BadImage(code="image-outside", message=message, hint="Copy it beside the essay and name that file.")
    if target.startswith("/"):
        hint = "Put it into static/, or name the site's folder in [source] static."
        return BadImage(
            code="image-missing", message=f"the image {target[:120]} is in no folder of the site", hint=hint
        )
    hint = "Put it beside the essay, or correct its name."
    return BadImage(code="image-missing", message=f"the image {target[:120]} is not there", hint=hint)


def _candidates(target: str, shelves: Shelves) -> Iterator[Path]:
    """The places where a file of this name may be: beside the source first, then wherever a site's root may be."""
    plain = unquote(re.split(r"[?#]", target)[0])
    names = dict.fromkeys((unquote(target), plain, target, _OF_PELICAN.sub("/", plain)))
    for name in filter(None, names):
        if not name.startswith("/"):
            yield shelves.folder / name
        relative = name.lstrip("/")
        # A post that was copied out of its folders still climbs out of them: `../images/a.png`.
        climbed = re.sub(r"\A(?:\.{1,2}/)+", "", relative)
        for base in _roots(shelves):
            yield base / relative
            if climbed != relative:
                yield base / climbed


def _roots(shelves: Shelves) -> Iterator[Path]:
    root = real_path(shelves.root)
    folder = real_path(shelves.folder)
    above = [path for path in (folder, *folder.parents) if path.is_relative_to(root)]
    for path in above or [root]:
        yield from (path / name for name in shelves.static)
        yield path


def _within(path: Path, root: Path) -> bool:
    try:
        return real_path(path).is_relative_to(real_path(root))
    except (OSError, ValueError):  # a name that no file system takes
        return True


def _existing(path: Path) -> Path | None:
    """The file at a path, also where a file system wrote its name in the other normal form, or in other letters."""
    try:
        if path.is_file():
            return path
        if "\0" in str(path) or not path.parent.is_dir():
            return None
        wanted = _folded(path.name)
        return next((other for other in sorted(path.parent.iterdir()) if _folded(other.name) == wanted), None)
    except (OSError, ValueError):  # a name that the file system refuses
        return None


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _inspected(path: Path, target: str) -> FoundImage | BadImage:
    try:
        if not path.is_file():
            raise FileNotFoundError
        if path.stat().st_size > LARGEST:
            message = f"the image {target[:120]} is larger than {LARGEST // 1024 // 1024} MiB"
            return BadImage(code="image-too-large", message=message, hint="Scale it down.")
        data = read_input(path)
    except OSError:
        message = f"the image {target[:120]} cannot be read"
        return BadImage(code="image-missing", message=message, hint="Check that it is a file, and its permissions.")
    if is_svg(data):
        try:
            return FoundImage(path=path, left_out=rebuild_svg(data).dropped)
        except UnusableSvgError as error:
            message = f"the drawing {target[:120]} {error}"
            return BadImage(code="image-unsafe", message=message, hint="Save it as a plain SVG, or as PNG.")
    try:
        inspect_raster(data)
    except UnusablePictureError as error:
        code, hint = _unusable(error)
        return BadImage(code=code, message=f"the image {target[:120]} {error}", hint=hint)
    return FoundImage(path=path)


def _unusable(error: UnusablePictureError) -> tuple[str, str]:
    match error:
        case DamagedPictureError():
            return "image-damaged", "Save it anew from its original."
        case HugePictureError():
            return "image-too-large", "Scale it down."
        case _:
            return "image-kind", "Save it as PNG or JPEG."
