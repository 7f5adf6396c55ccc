"""Formulas of a page as TeX: a page shows them by scripts, as pictures or as MathML, and mostly keeps their TeX beside.

Where each keeps it: KaTeX and MathJax 3 in an `annotation` of MathML, MathJax 2 in `<script type="math/tex">`, pandoc,
markdown-it and Jupyter in `<span class="math">`, Wikipedia and WordPress.com in the words of a picture. A formula of
which nobody kept the TeX stays as it is.
"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from footlight.intake.page_tree import Element, new_element, outermost
from footlight.intake.tree_builder import MATH

_DRAWN = ("mathjax", "mathjax_preview", "mathjax_display", "mathjax_svg", "mathjax_svg_display", "mjx-chtml")
"""Classes of what MathJax 2 drew beside the script that has the TeX."""
_WHOLE = ("katex", "katex-display", "katex-block", "mwe-math-element", "equation-container")
"""Classes of the outermost element of a formula."""
_DELIMITERS = (("\\(", "\\)"), ("\\[", "\\]"), ("$$", "$$"), ("$", "$"))
_STYLE = re.compile(r"\A\{\\(?:displaystyle|textstyle)\s*(.*)\}\Z", re.DOTALL)


def mark_formulas(root: Element) -> None:
    """Put a formula with its TeX in the place of each of which the page has it."""
    for script in [one for one in root.all("script") if one.get("type").lower().startswith("math/tex")]:
        for drawn in _drawn_beside(script):
            drawn.remove()
        script.replace_with([_formula(script.raw_text(), display="mode=display" in script.get("type"))])
    for one in outermost(root, lambda one: one.tag == "math" or any(name in one.classes for name in _WHOLE)):
        source = _source(one)
        if source:
            one.replace_with([_formula(source, display=_is_display(one))])
    for one in outermost(root, lambda one: one.tag in ("span", "div") and "math" in one.classes):
        if one.first("math", "img", MATH) is None:
            one.replace_with([_formula(one.raw_text(), display=_is_display(one))])
    for picture in root.all("img"):
        source = _source_of_picture(picture)
        if source:
            picture.replace_with([_formula(source, display=False)])


def _formula(source: str, *, display: bool) -> Element:
    source = source.strip()
    for start, end in _DELIMITERS:
        if source.startswith(start) and source.endswith(end) and len(source) > len(start) + len(end):
            source = source[len(start) : -len(end)].strip()
            break
    if styled := _STYLE.match(source):
        source = styled[1].strip()
    return new_element(MATH, [source], **({"display": "display"} if display else {}))


def _is_display(one: Element) -> bool:
    if one.get("display") == "block":
        return True
    signs = {*one.classes, *(name for inner in one.elements() for name in inner.classes)}
    if signs & {"display", "block", "katex-display", "katex-block", "equation-container", "mwe-math-mathml-display"}:
        return True
    return any(inner.get("display") == "block" for inner in one.all("math"))


def _source(one: Element) -> str:
    """The TeX of a formula; empty where nobody kept it."""
    for note in one.all("annotation"):
        if "tex" in note.get("encoding").lower():
            return note.raw_text()
    words = next((inner.get("alttext") for inner in one.all("math") if inner.get("alttext")), "")
    return words or next((inner.get("alt") for inner in one.all("img") if _is_formula(inner)), "")


def _drawn_beside(script: Element) -> Iterator[Element]:
    """What MathJax drew for a script: the elements right before it."""
    if script.parent is not None:
        for child in reversed(script.parent.children[: script.index()]):
            if isinstance(child, str):
                if child.strip():
                    return
            elif any(name in child.classes for name in _DRAWN):
                yield child
            else:
                return


def _is_formula(picture: Element) -> bool:
    return "latex" in picture.classes or "tex" in picture.classes or "mwe-math-fallback-image" in picture.signs


def _source_of_picture(picture: Element) -> str:
    """The TeX of a picture of a formula, such as WordPress.com's `latex.php?latex=…` shows."""
    if not _is_formula(picture):
        return ""
    try:
        asked = parse_qs(urlsplit(picture.get("src")).query).get("latex", [""])[0]
    except ValueError:
        asked = ""
    return picture.get("alt") or asked
