"""An XML element as a value, from a text that may be damaged or hostile.

expat reads it, which fetches nothing and bounds the expansion of entities. What writers of feeds and exports get wrong
again and again is mended in the text: a bare `&`, `]]>` outside of a CDATA section, entities of HTML, a prefix without
its namespace, characters that XML does not allow.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from html.entities import html5
from typing import Any
from xml.etree import ElementTree as ET

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 does not allow. Databases of blogs are full of them, and exporters write them as they are."""
_CONTROL_REFERENCE = re.compile(r"&#(?:x0*(?:[0-8bcBC]|[eEfF]|1[0-9a-fA-F])|0*(?:[0-8]|1[124-9]|2\d|3[01]));")
"""The same as character references."""
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_ENTITY = re.compile(r"&(?:(?P<known>amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});|(?P<name>\w{2,31};)|)")
_PREFIX = re.compile(r"(?<=[<\s/])([A-Za-z_][\w.-]*):(?=[A-Za-z_][\w.-]*[\s=/>])")


@dataclass(frozen=True, slots=True, kw_only=True)
class XmlElement:
    """An element, its attributes and what is in it. Names are local ones; namespaces are beside them."""

    name: str
    namespace: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """By local name."""
    text: str = ""
    """All text in it and in the elements in it."""
    markup: str = ""
    """What is in it as HTML would be written; only where elements are in it."""
    children: tuple["XmlElement", ...] = ()

    def all(self, name: str, namespace: str = "") -> Iterator["XmlElement"]:
        """Its children of a name; `namespace` is a part of the namespace's address, such as `wordpress.org/export`."""
        return (child for child in self.children if child.name == name and namespace in child.namespace)

    def first(self, name: str, namespace: str = "") -> "XmlElement | None":
        """Its first child of a name, or None."""
        return next(self.all(name, namespace), None)

    def text_of(self, name: str, namespace: str = "") -> str:
        """The text of its first child of a name, without the white space around it; empty where there is none."""
        found = self.first(name, namespace)
        return found.text.strip() if found else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What came of a text."""

    element: XmlElement | None
    """None where no element can be made of it."""
    damage: str = ""
    """What the first error is, in expat's words; empty for well-formed XML."""


def parse_element(text: str) -> Parsed:
    """Parse a text that is one element. The text never raises."""
    text = _CONTROL_REFERENCE.sub("", _CONTROL.sub("", text))
    damage = ""
    for candidate in (text, _mended(text)):
        try:
            return Parsed(element=_value(ET.fromstring(candidate)), damage=damage)  # noqa: S314 - as above
        except ET.ParseError as error:
            damage = damage or str(error)
        except RecursionError:
            damage = "its elements are nested too deeply"
            break
    return Parsed(element=None, damage=damage)


def parse_beginning(text: str) -> XmlElement | None:
    """The outermost element of the beginning of a document, with what is whole in it; None where it is no XML."""
    parser: Any = ET.XMLPullParser(("start",))  # its stubs do not say what an event is
    try:
        parser.feed(_CONTROL.sub("", text))
        root: ET.Element | None = next((element for _, element in parser.read_events()), None)
        return None if root is None else _value(root)
    except (ET.ParseError, RecursionError):
        return None


def _mended(text: str) -> str:
    pieces = _CDATA.split(text)
    pieces[::2] = [_ENTITY.sub(_as_xml, piece).replace("]]>", "]]&gt;") for piece in pieces[::2]]
    mended = "".join(pieces)
    missing = {prefix for prefix in _PREFIX.findall(mended) if f"xmlns:{prefix}" not in mended} - {"xml", "xmlns"}
    declared = "".join(f' xmlns:{prefix}="urn:not-declared:{prefix}"' for prefix in sorted(missing))
    return re.sub(r"\A(\s*<[^\s>/]+)", lambda start: start[1] + declared, mended) if declared else mended


def _as_xml(entity: re.Match[str]) -> str:
    if entity["known"]:
        return entity[0]
    if entity["name"] and entity["name"] in html5:
        return escape(html5[entity["name"]])
    return "&amp;" + entity[0][1:]


def _value(element: ET.Element) -> XmlElement:
    namespace, name = _split(element.tag)
    return XmlElement(
        name=name,
        namespace=namespace,
        attributes={_split(key)[1]: value for key, value in element.attrib.items()},
        text="".join(element.itertext()),
        markup=_markup(element) if len(element) else "",
        children=tuple(_value(child) for child in element),
    )


def _split(tag: str) -> tuple[str, str]:
    """The namespace and the local name of `{namespace}name`."""
    namespace, _, name = tag.rpartition("}")
    return namespace.removeprefix("{"), name


def _markup(element: ET.Element) -> str:
    """What is in an element as HTML: `<xhtml:p>` is `<p>`."""
    pieces = [escape(element.text or "", quote=False)]
    for child in element:
        tag = _split(child.tag)[1]
        attributes = "".join(f' {_split(key)[1]}="{escape(value)}"' for key, value in child.attrib.items())
        inner = _markup(child)
        empty = not inner and tag in ("br", "hr", "img", "wbr", "col", "source", "input")
        pieces.append(f"<{tag}{attributes}>" if empty else f"<{tag}{attributes}>{inner}</{tag}>")
        pieces.append(escape(child.tail or "", quote=False))
    return "".join(pieces)
