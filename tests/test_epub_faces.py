"""The faces in the EPUB: the letters of the book, no more, and none that nobody has."""

import io
from pathlib import Path

import pytest
from epubs import Epubs
from fontTools.ttLib import TTFont
from making import make, write

from footlight.engines.fonts import font_subsets
from footlight.errors import EngineError, UsageError
from footlight.project import house_templates


def test_faces_hold_the_letters_of_the_book_and_no_more(epubs: Epubs) -> None:
    """Roman and italic, subset, with small capitals and both kinds of figures; the licence travels along."""
    book = epubs("russian")
    names = sorted(n for n in book.zip.namelist() if "/fonts/" in n)
    assert names == [
        "EPUB/fonts/Literata_400Regular.ttf",
        "EPUB/fonts/Literata_400Regular_Italic.ttf",
        "EPUB/fonts/OFL.txt",
    ]
    for name in names[:2]:
        data = book.zip.read(name)
        assert len(data) < 80_000
        face = TTFont(io.BytesIO(data))
        assert set("ПротивAz09«—") <= set(map(chr, face.getBestCmap()))
        assert "Ω" not in set(map(chr, face.getBestCmap()))
        features = {record.FeatureTag for record in face["GSUB"].table.FeatureList.FeatureRecord}
        assert {"smcp", "c2sc", "onum", "lnum", "pnum", "tnum", "sups"} <= features
    assert len(book.data) < 80_000


def test_both_engines_make_the_same_subset() -> None:
    """HarfBuzz and, where it is missing, fontTools: the same letters, the same features."""
    data = (house_templates() / "fonts" / "Literata_400Regular.ttf").read_bytes()
    letters = "Hamburgefonstiv Привет 0123"
    one, other = (
        TTFont(io.BytesIO(face))
        for face in (
            font_subsets.subset(data, letters),
            font_subsets.by_fonttools(data, sorted(set(map(ord, letters)))),
        )
    )
    assert one.getBestCmap().keys() == other.getBestCmap().keys()
    assert one["maxp"].numGlyphs == other["maxp"].numGlyphs
    for tables in (one, other):
        assert "Open Font License" in tables["name"].getDebugName(13)
    for broken in (b"", b"no face at all" * 9):
        with pytest.raises(EngineError):
            font_subsets.subset(broken, letters)
        with pytest.raises(EngineError):
            font_subsets.by_fonttools(broken, [65])


def test_a_face_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A style sheet of the project's own that names one."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "epub.css").write_text('@font-face { font-family: X; src: url("fonts/X.ttf"); }')
    made = make(write(tmp_path, "---\ntitle: T\n---\n\nText.\n"))
    with pytest.raises(UsageError, match=r"fonts/X\.ttf"):
        made.epub()
