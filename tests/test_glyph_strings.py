"""Lines that are drawn run by run, held against WeasyPrint's own instructions, made short."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from footlight.engines.weasyprint import glyph_strings
from footlight.engines.weasyprint.paragraphs import justification
from footlight.engines.weasyprint.typesetter import Typesetter

STYLE = """
@page { size: A6 }
p { text-align: justify; hyphens: auto } .wide { letter-spacing: 2px } .far { word-spacing: 3px }
b { font-variant-caps: all-small-caps } s { text-decoration: line-through } sup { font-size: 60% }
"""
HTML = """<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>T</title></head><body>
<p>Words that go on, AVAV To “Ty” and <i>fi ffl affine</i>, over more than one line of a small page, so that its spaces
are wide; <b>NASA and Nato</b>, <s>struck out</s>, x<sup>2</sup>, a\u00a0fixed space, a tab\tand 1\u200a000.</p>
<p class="wide">Letters that stand apart, as in a heading that is set in capitals: AVAVA.</p>
<p class="far">Words that stand apart, for no reason at all but that they are to be drawn.</p>
<p dir="rtl" lang="ar">كتاب في الأدب العربي ومعه ١٢٣ صفحة من النصوص القديمة التي كتبها الناس.</p>
<p>שלום עולם, and नमस्ते, and e\u0301, \u0e01\u0e33 in one line.</p>
<p>A letter that no font has: \U0010fffd.</p>
<div style="width: 6em; overflow: hidden; white-space: nowrap; text-overflow: ellipsis">Too long for its box</div>
<ul><li>An item</li></ul>
</body></html>"""


def written(tmp_path: Path, draw: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> bytes:
    """The PDF, its lines drawn by a function."""
    monkeypatch.setattr(justification, "draw_line", draw)
    return Typesetter([STYLE], tmp_path, [tmp_path]).lay_out(HTML).pdf()


def test_lines_are_drawn_as_weasyprint_draws_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters that kern and stand apart, small capitals, several scripts, and what is left to WeasyPrint."""
    drawn = []

    def counted(stream: Any, *rest: Any) -> Any:  # noqa: ANN401 - WeasyPrint is untyped
        parts = glyph_strings._parts(stream, rest[0])  # noqa: SLF001 - how many lines are not left to WeasyPrint
        drawn.append(bool(parts))
        return glyph_strings.draw_line(stream, *rest)

    def original(stream: Any, *rest: Any) -> Any:  # noqa: ANN401 - as above
        start = len(stream.stream)
        emoji = glyph_strings._original_draw_first_line(stream, *rest)  # noqa: SLF001 - it is replaced elsewhere
        glyph_strings.shorten_strings(stream, start)
        return emoji

    ours = written(tmp_path, counted, monkeypatch)
    assert len(drawn) > 15
    assert drawn.count(False) < 5
    assert ours == written(tmp_path, original, monkeypatch)


def test_runs_are_forgotten_when_they_are_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = written(tmp_path, glyph_strings.draw_line, monkeypatch)
    monkeypatch.setattr(glyph_strings, "_MOST", 3)
    assert ours == written(tmp_path, glyph_strings.draw_line, monkeypatch)
