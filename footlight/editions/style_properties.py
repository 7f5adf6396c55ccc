"""Custom properties that the style sheets of pages set, where a program has to know them too."""

import re

from footlight.engines.templates import Templates

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_PROPERTY = re.compile(r"(--[\w-]+)\s*:\s*([^;{}]+)")
_OURS = " Footlight"
"""What the families of packed fonts end with, so that no installed font of the name is taken for one."""


def page_properties(templates: Templates) -> dict[str, str]:
    """The custom properties of fonts.css and page.css, each as the last style sheet that sets it says."""
    sheets = (*templates.styles("fonts.css"), *templates.styles("page.css"))
    return {name: value.strip() for sheet in sheets for name, value in _PROPERTY.findall(_COMMENT.sub("", sheet))}


def text_face(templates: Templates) -> str:
    """Name the face in which the text is set: the first family of `--face`; empty where none is named."""
    properties = page_properties(templates)
    face = properties.get("--face", "").replace("var(--text-face)", properties.get("--text-face", ""))
    return face.split(",")[0].strip().strip("\"'").removesuffix(_OURS)


def code_size(templates: Templates, usual: float) -> float:
    """The type of code in em of the text, `--code-size`; `usual` where that is in another unit."""
    try:
        size = float(page_properties(templates).get("--code-size", "").removesuffix("em"))
    except ValueError:
        return usual
    return size if 0.1 <= size <= 10 else usual
