"""Custom properties that the style sheets of pages set, where a program has to know them too."""

import re
from collections.abc import Mapping

from footlight.editions.tables import HOUSE_TYPE, TableType
from footlight.engines.templates import Templates

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_PROPERTY = re.compile(r"(--[\w-]+)\s*:\s*([^;{}]+)")
_OURS = " Footlight"
"""What the families of packed fonts end with, so that no installed font of the name is taken for one."""


def page_properties(templates: Templates) -> dict[str, str]:
    """The custom properties of fonts.css and page.css, each as the last style sheet that sets it says."""
    sheets = (*templates.styles("fonts.css"), *templates.styles("page.css"))
    return {name: value.strip() for sheet in sheets for name, value in _PROPERTY.findall(_COMMENT.sub("", sheet))}


def text_face(properties: Mapping[str, str]) -> str:
    """Name the face in which the text is set: the first family of `--face`; empty where none is named."""
    face = properties.get("--face", "").replace("var(--text-face)", properties.get("--text-face", ""))
    return face.split(",")[0].strip().strip("\"'").removesuffix(_OURS)


def code_size(properties: Mapping[str, str], usual: float) -> float:
    """The type of code in em of the text, `--code-size`; `usual` where that is in another unit."""
    return _number(properties, "--code-size", "em", usual)


_FACTOR = re.compile(r"calc\(var\(--type\) \* ([\d.]+)\)")


def title_factor(properties: Mapping[str, str]) -> float:
    """The type of the title in that of the text, from `--title-size: calc(var(--type) * 1.98)`; 2 in another form."""
    found = _FACTOR.fullmatch(properties.get("--title-size", ""))
    return float(found[1]) if found else 2.0


def table_type(properties: Mapping[str, str]) -> TableType:
    """The type of tables, from `--table-size`, `--table-small` and `--table-gap`; ours where one is in another unit."""
    return TableType(
        size=_number(properties, "--table-size", "em", HOUSE_TYPE.size),
        small=_number(properties, "--table-small", "em", HOUSE_TYPE.small),
        gap=_number(properties, "--table-gap", "pt", HOUSE_TYPE.gap),
    )


def _number(properties: Mapping[str, str], name: str, unit: str, usual: float) -> float:
    try:
        number = float(properties.get(name, "").removesuffix(unit))
    except ValueError:
        return usual
    return number if 0.1 <= number <= 100 else usual
