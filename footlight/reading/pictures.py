"""The pictures of an essay: files beside it, inside the project, of a kind that print and e-readers show."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

_SIGNATURES = {
    ".png": b"\x89PNG\r\n\x1a\n",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".gif": b"GIF8",
    ".webp": b"RIFF",
}
_LARGEST = 64 * 1024 * 1024
_ACTIVE_SVG = re.compile(
    rb"<(?:script|foreignObject|iframe|!ENTITY|!DOCTYPE[^>]*\[)|\bon\w+\s*=|(?:href|src)\s*=\s*[\"'](?!#|data:image/)"
    rb"|url\(\s*[\"']?(?!#)|@import",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BadImage:
    """Why a picture cannot be set, and what to do."""

    code: str
    message: str
    hint: str


def find_image(target: str, folder: Path, root: Path) -> Path | BadImage:
    """The file that an image's target names, resolved; `folder` is the source's, `root` the project's.

    Only the names are looked up and the first bytes read: nothing outside `root` is opened.
    """
    if not target:
        hint = "Name one between the round brackets: ![what it shows](file)."
        return BadImage(code="image-missing", message="an image has no file", hint=hint)
    if re.match(r"(?:[a-z][a-z0-9+.-]+:|//)", target, re.IGNORECASE):
        return BadImage(
            code="image-remote",
            message=f"the image {target[:120]} is not a file of the project, and a build touches no network",
            hint="Save it beside the essay and name that file.",
        )
    path = (folder / unquote(target)).resolve()
    if not path.is_relative_to(root.resolve()):
        return BadImage(
            code="image-outside",
            message=f"the image {target[:120]} is outside the project",
            hint="Copy it beside the essay and name that file.",
        )
    if not path.is_file():
        return BadImage(
            code="image-missing",
            message=f"the image {target[:120]} is not there",
            hint="Put it beside the essay, or correct its name.",
        )
    return _looked_at(path, target)


def _looked_at(path: Path, target: str) -> Path | BadImage:
    suffix = path.suffix.lower()
    if path.stat().st_size > _LARGEST:
        message = f"the image {target[:120]} is larger than {_LARGEST // 1024 // 1024} MiB"
        return BadImage(code="image-too-large", message=message, hint="Scale it down.")
    data = path.read_bytes()
    if suffix == ".svg":
        if b"<svg" not in data or _ACTIVE_SVG.search(data):
            message = f"the drawing {target[:120]} is no SVG, or holds a script or a reference to another file"
            return BadImage(code="image-unsafe", message=message, hint="Save it as a plain SVG, or as PNG.")
    elif suffix not in _SIGNATURES or not data.startswith(_SIGNATURES[suffix]):
        message = f"the image {target[:120]} is no PNG, JPEG, GIF, WebP or SVG"
        return BadImage(
            code="image-kind", message=message, hint="Save it as PNG or JPEG, with the name's ending right."
        )
    return path
