"""The face in which a text is set, as the style sheets have it: what the colophon calls it."""

import re

from footlight.engines.templates import Templates

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_FACE = re.compile(r"--(text-face|face)\s*:\s*([^;{}]+)")
_OURS = " Footlight"
"""What the families of packed fonts end with, so that no installed font of the name is taken for one."""


def text_face(templates: Templates) -> str:
    """Name the first family of `--face`, as the last style sheet that sets it says; empty where none does."""
    said: dict[str, str] = {}
    for sheet in (*templates.styles("fonts.css"), *templates.styles("page.css")):
        said |= {name: value.strip() for name, value in _FACE.findall(_COMMENT.sub("", sheet))}
    face = said.get("face", "").replace("var(--text-face)", said.get("text-face", ""))
    return face.split(",")[0].strip().strip("\"'").removesuffix(_OURS)
