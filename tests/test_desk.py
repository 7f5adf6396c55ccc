"""The desk of `footlight serve` in Chromium: it follows the source, findings lead to places, links are decided."""

import json
import shutil
import statistics
import subprocess
import sys
from typing import Any

import pytest
from sites import NAME
from test_reading_systems import CHROMIUM, NODE, READERS, SCREENS
from test_review import LEDGER
from test_serve import serving
from workshop import REPOSITORY, Workshop

from benchmarks.speed import essay
from footlight.engines.pandoc import pandoc_path

pytestmark = pytest.mark.slow
_HERE = bool(NODE and CHROMIUM and (READERS / "node_modules" / "@daisy" / "axe-core-for-ace").is_dir())
DRIVEN = pytest.mark.skipif(not _HERE, reason="node, Chromium or axe is not here")
PAGE = 2
"""The page, from 0, that is looked at while its text is saved."""
SAVES = 20


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What was seen of an essay of 2,000 words that was saved twenty times, and of an essay with a ledger."""
    workshop = Workshop(tmp_path_factory.mktemp("desk"))
    text = essay(2_000, 6)
    paragraphs = text.split("\n\n")
    paragraphs[len(paragraphs) // 2] = f"Here it is marked 1 for once. {paragraphs[len(paragraphs) // 2]}"
    paragraphs.insert(-1, "A lamp stood in the window of the lighthouse keeper. ![](lamp.png)")
    file = workshop.write("source/mine.md", "\n\n".join(paragraphs))
    shutil.copy(REPOSITORY / "source" / f"{NAME}.md", workshop.source)
    ledger = workshop.write(f"source/{NAME}.links.toml", LEDGER)
    hand = workshop.write("hand/hand.md", text).parent
    workshop.write("source/lamps.book.toml", f'title = "Two Essays"\nessays = ["mine", "{NAME}"]\n')
    screens = SCREENS / "desk"
    screens.mkdir(parents=True, exist_ok=True)
    plan = {
        "essay": "mine", "file": str(file), "page": PAGE, "saves": SAVES, "pause": 1000, "finding": "lamp.png",
        "book": "lamps", "title": "Essay", "linked": NAME, "ledger": str(ledger), "hand": str(hand),
        "byHand": [
            [pandoc_path(), "hand.md", "-s", "-o", "hand.html"],
            [sys.executable, "-m", "weasyprint", "-q", "hand.html", "hand.pdf"],
        ],
    }  # fmt: skip
    with serving(workshop.root) as server:
        url = f"http://127.0.0.1:{server.port}"
        command = [str(NODE), str(READERS / "desk.mjs"), url, str(screens), json.dumps(plan)]
        done = subprocess.run(command, capture_output=True, check=False, timeout=900)
    assert done.returncode == 0, done.stderr.decode()
    value: dict[str, Any] = json.loads(done.stdout)
    (screens / "seen.json").write_text(json.dumps(value, indent=1), encoding="utf-8")
    return value


@DRIVEN
def test_nothing_is_complained_of(seen: dict[str, Any]) -> None:
    """The browser reports no error, and asks nothing of the network."""
    assert (seen["errors"], seen["refused"]) == ([], [])


@DRIVEN
def test_it_follows_the_source(seen: dict[str, Any]) -> None:
    """After each save text and page follow, only pages that changed are drawn, and the place stays.

    How quickly is a figure, in .cache/readers/desk/seen.json: a test does not depend on the speed of a machine, and
    holds no more than that a save costs a part of the work by hand.
    """
    assert len(seen["saves"]) == SAVES
    by_hand = statistics.median(seen["byHand"])
    assert statistics.median(save["text"] for save in seen["saves"]) < by_hand / 4
    assert statistics.median(save["pages"] for save in seen["saves"]) < by_hand / 2
    assert {save["drawn"] for save in seen["saves"]} == {1}
    assert len(set(seen["place"])) == 1


@DRIVEN
def test_places(seen: dict[str, Any]) -> None:
    """A call on a page leads to its note, a call in the text too; a finding leads to its page and paragraph."""
    assert seen["note"]["visible"]
    assert seen["noteInText"]
    assert any("lamp.png" in finding for finding in seen["findings"])
    assert (seen["found"]["page"], seen["found"]["text"]) == (True, True)
    assert "lighthouse keeper" in seen["found"]["words"]


@DRIVEN
def test_the_other_panes(seen: dict[str, Any]) -> None:
    """The e-book as it is now is shown, the facts for a printer, and keys act."""
    assert seen["ebook"] > 5_000
    assert seen["ebookSaid"] == "as written"
    assert seen["ebookPlace"] == [900, 900]
    assert "One more sheet" in seen["print"]
    assert seen["keys"] == "false"


@DRIVEN
def test_a_book_follows_its_essays(seen: dict[str, Any]) -> None:
    """Its pages, text and e-book show what was saved, and the place stays; each document has its title."""
    assert seen["bookPlace"][0] == seen["bookPlace"][1] > 0
    assert seen["bookPages"] > 8
    assert seen["bookPictures"] > 0
    assert seen["bookParts"][0] == "Title page"
    assert len(set(seen["bookParts"])) == len(seen["bookParts"])


@DRIVEN
def test_a_decision(seen: dict[str, Any]) -> None:
    """A link that is accepted stands in the ledger as `links review` writes it, and is undone byte for byte."""
    before, accepted, undone = seen["ledger"]
    assert 'status = "accepted"' in accepted
    assert 'by = "editor"' in accepted
    assert undone == before
    assert "accepted" in seen["said"]


@DRIVEN
def test_accessible(seen: dict[str, Any]) -> None:
    """axe finds nothing, in light and dark, wide and narrow, and nothing is wider than the window."""
    assert {name: found for name, found in seen["axe"].items() if found} == {}
    assert [name for name, wide in seen["overflow"].items() if wide] == []
