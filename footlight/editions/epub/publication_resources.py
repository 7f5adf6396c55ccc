"""Publication resources besides the documents: pictures under safe names, font subsets and their licences."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from footlight.editions.epub.container_writer import File
from footlight.engines.fonts.font_subsets import subset
from footlight.engines.pillow import for_screen, has_transparency
from footlight.engines.svg import is_svg, rebuild_svg
from footlight.errors import UsageError
from footlight.input_record import read_input

MEDIA = {
    # By file name extension: the image types of EPUB 3.3 section 3.2 (https://www.w3.org/TR/epub-33/#sec-core-media-types)
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
}
_MAY_MOVE = {
    # Byte sequences that every animated picture of a format contains.
    "image/png": (b"acTL",),
    "image/gif": (b"GIF89a",),
    "image/webp": (b"ANIM",),
    "image/svg+xml": (b"<animate", b"<set", b"@keyframes"),
}


def pack_pictures(paths: Sequence[Path]) -> dict[str, File]:
    """Read the pictures and key them by the `file:` address that the fragments use.

    Names are made unique and plain, for every file system and reading system; pixels are as many as screens show, and
    drawings are rebuilt. Raises OSError where a picture cannot be read.
    """
    packed: dict[str, File] = {}
    taken: set[str] = set()
    for number, path in enumerate(paths, 1):
        data, suffix = screen_form(read_input(path))
        stem = _slug(path.stem) or "image"
        name = stem
        count = 1
        while name + suffix in taken:
            count += 1
            name = f"{stem}-{count}"
        taken.add(name + suffix)
        packed[path.as_uri()] = File(
            name=f"images/{name}{suffix}",
            data=data,
            media=MEDIA[suffix],
            id=f"image-{number}",
        )
    return packed


def screen_form(data: bytes) -> tuple[bytes, str]:
    """A picture as reading systems show it, and its file name extension."""
    return (rebuild_svg(data).data, ".svg") if is_svg(data) else for_screen(data)


def is_clear(picture: File) -> bool:
    """Whether the ground may be seen through a picture: drawings have none, and PNG, GIF and WebP may have none."""
    return picture.media == MEDIA[".svg"] or (picture.media != MEDIA[".jpg"] and has_transparency(picture.data))


def may_move(pictures: Sequence[File]) -> bool:
    """Whether a picture could be animated, so that "no flashing hazard" cannot be claimed."""
    return any(sign in picture.data for picture in pictures for sign in _MAY_MOVE.get(picture.media, ()))


def _slug(stem: str) -> str:
    """Reduce a name to lower-case ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60]


_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}\s*")
_BOLD = re.compile(r"font-weight:\s*(?:bold|[6-9]00)")
_BOLD_ELEMENT = re.compile(rb"<(?:strong|b)[ >]")
_BOLD_SELECTOR = re.compile(r"(?::lang\(\w+\) em|strong|b)(?:\s*,\s*(?::lang\(\w+\) em|strong|b))*")
"""Selectors of the house's own bold: of `strong`, and of emphasis in scripts that our fonts do not have."""


def without_unused_bold(styles: Sequence[str], documents: Sequence[File]) -> str:
    """Join style sheets, without bold fonts where nothing in the documents is bold: most essays have no `strong`.

    The first sheet is the house's, which makes nothing else bold, so only the project's own have to be read.
    """
    joined = "\n".join(styles)
    if any(_BOLD_ELEMENT.search(file.data) for file in documents):
        return joined
    own = _FONT_FACE.sub("", "\n".join(styles[1:]))
    if not own.strip():
        return _without_bold_faces(joined)
    from footlight.engines.css import rules  # noqa: PLC0415 - most projects have no style of their own

    for rule in rules(own):
        bold = any(
            name in ("font-weight", "font") and re.search(r"bold|[6-9]00", value) for name, value in rule.declarations
        )
        if bold and not _BOLD_SELECTOR.fullmatch(rule.selector):
            return joined  # a project's own style, which may make anything bold
    return _without_bold_faces(joined)


def _without_bold_faces(styles: str) -> str:
    return _FONT_FACE.sub(lambda match: "" if _BOLD.search(match[0]) else match[0], styles)


_FAMILY = re.compile(r"""font-family:\s*["']?([^"';,}]+)""")
_OF_BODY = re.compile(r"(?:^|(?<=[\s}]))body\s*\{[^}]*?font-family:([^;}]*)")


def without_unused_families(styles: str, house: str) -> str:
    """Take out those fonts of the house's own sheet that no rule names: a later sheet may have given the text another
    face.
    """
    ours = set(_FONT_FACE.findall(house))
    bare = _FONT_FACE.sub("", styles)
    text = _OF_BODY.findall(bare)
    named = _OF_BODY.sub("", bare) + "".join(text[-1:])
    return _FONT_FACE.sub(lambda match: "" if match[0] in ours and not _names(match[0], named) else match[0], styles)


def _names(face: str, rules: str) -> bool:
    family = _FAMILY.search(face)
    return family is None or family[1].strip() in rules


_NAMED = re.compile(r"""url\(\s*["']?(fonts/[^"')]+)["']?\s*\)""")
_MEDIA = {
    # The font types of EPUB 3.3 section 3.2. Compressed ones are packed as they are, without subsetting.
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}
_SUBSET = frozenset({".ttf", ".otf"})
_LICENCE = "OFL.txt"


def pack_faces(
    styles: str, characters: Iterable[str], folders: Sequence[Path], own: Mapping[str, Path], sheet: str = "epub.css"
) -> list[File]:
    """Pack the fonts that `styles` names as `url(fonts/NAME)`, subset to `characters`, with their licences.

    A later folder's font replaces an earlier one's; `own` are fonts from elsewhere, by such names; `sheet` is what an
    error calls the styles. Raises UsageError where no folder has a font, or where its format is none that reading
    systems support.
    """
    letters = frozenset(characters)
    files = []
    licences: dict[Path, None] = {}
    for number, name in enumerate(dict.fromkeys(_NAMED.findall(styles)), 1):
        places = [*([own[name]] if name in own else []), *(folder / name for folder in reversed(folders))]
        path = next((place for place in places if place.is_file()), None)
        if not path or path.suffix.lower() not in _MEDIA:
            hint = "Put a .ttf, .otf or .woff2 file there, or take its @font-face out."
            raise UsageError(f"{sheet} names {name}, and templates/ has no such face", hint=hint)
        suffix, data = path.suffix.lower(), read_input(path)
        data = subset(data, letters) if suffix in _SUBSET else data
        files.append(File(name=name, data=data, media=_MEDIA[suffix], id=f"face-{number}"))
        if (path.parent / _LICENCE).is_file():
            licences[path.parent / _LICENCE] = None
    for number, path in enumerate(licences, 1):
        name = "fonts/OFL.txt" if number == 1 else f"fonts/OFL-{number}.txt"
        files.append(File(name=name, data=read_input(path), media="text/plain", id=f"licence-{number}"))
    return files
