"""Two files that Pango describes alike are two fonts of the PDF: an oblique face, and the upright one slanted."""

from io import BytesIO
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from workshop import Workshop

from footlight.engines.pdf.document_facts import pdf_facts

SLANTED = """
<match target="font">
  <test name="slant"><const>roman</const></test>
  <test target="pattern" name="slant" compare="not_eq"><const>roman</const></test>
  <edit name="matrix" mode="assign"><times><name>matrix</name>
    <matrix><double>1</double><double>0.2</double><double>0</double><double>1</double></matrix></times></edit>
  <edit name="slant" mode="assign"><const>oblique</const></edit>
</match>
"""
"""What Fontconfig has everywhere (90-synthetic.conf): an upright face stands for an oblique one that is missing."""


def face(letters: str, style: str, advance: int) -> bytes:
    """A face of the family Twin with a square for each letter, `advance` of a thousand units wide."""
    names = [".notdef", "space", *(f"u{ord(letter):04X}" for letter in letters)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({32: "space", **{ord(letter): f"u{ord(letter):04X}" for letter in letters}})
    pen = TTGlyphPen(None)
    for x, y in ((50, 0), (50, 600), (advance - 50, 600), (advance - 50, 0)):
        (pen.lineTo if (x, y) != (50, 0) else pen.moveTo)((x, y))
    pen.closePath()
    square = pen.glyph()
    builder.setupGlyf(dict.fromkeys(names, square))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (advance, 50)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupOS2(fsSelection=1 if style == "Oblique" else 64, usWeightClass=400)
    builder.setupNameTable({"familyName": "Twin", "styleName": style})
    builder.setupPost(italicAngle=-12 if style == "Oblique" else 0)
    out = BytesIO()
    builder.save(out)
    return out.getvalue()


@pytest.mark.parametrize("order", ["ab\u0416", "\u0416ab"])
def test_two_files_are_two_fonts(tmp_path: Path, order: str) -> None:
    """... whichever comes first: the letters that the oblique face lacks are in the PDF, and it is what it claims."""
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    (fonts / "Twin.ttf").write_bytes(face("ab\u0416", "Regular", 700))
    (fonts / "Twin-Oblique.ttf").write_bytes(face("ab", "Oblique", 500))
    (fonts / "fonts.conf").write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{fonts}</dir>'
        f"<cachedir>{tmp_path}/cache</cachedir>{SLANTED}</fontconfig>"
    )
    project = Workshop(tmp_path / "project")
    project.write("templates/page.css", 'em { font-family: "Twin"; }\n')
    project.essay(f"Words and *{order}*.\n")
    done = project.process("build", "--edition", "reading", environ={"FONTCONFIG_FILE": str(fonts / "fonts.conf")})
    assert done.code == 0
    assert "pdf-claim" not in done.out
    named = [name for _, name in pdf_facts(project.products()["essay.pdf"]).fonts if "Twin" in name]
    assert len(named) == len(set(named)) == 2
