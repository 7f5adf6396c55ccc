"""Links to pages of the essay's own site, which sources give without their host: whole where somebody says the host."""

import json

import pytest
from workshop import Workshop

SITE = '[project]\nurl = "https://salt.example/"\n'
OWN = "url: https://salt.example/2012/tides/\n"
HEAD = "---\ntitle: Of Tides\nauthor: A. Writer\ndate: 2012-02-03\nlang: en-GB\n{}---\n\n"


def addresses(project: Workshop) -> list[str]:
    """Those of the notes."""
    listed = json.loads(project.products()["essay.links.json"])
    return [note["url"] for note in listed["links"]]


@pytest.mark.parametrize(
    ("target", "settings", "own", "whole"),
    [
        ("/2011/lamps/", SITE, "", "https://salt.example/2011/lamps/"),
        ("/2011/lamps/?page=2#third", SITE, "", "https://salt.example/2011/lamps/?page=2#third"),
        ("/2011/lamps/", "", OWN, "https://salt.example/2011/lamps/"),
        ("../../2011/lamps/", "", OWN, "https://salt.example/2011/lamps/"),
        ("lamps.html", SITE, OWN, "https://salt.example/2012/tides/lamps.html"),
        ("//other.example/lamps/", "", "", "https://other.example/lamps/"),
        ("//other.example/lamps/", SITE, "", "https://other.example/lamps/"),
        ("lamps.md", "", "url: https://salt.example/essays/tides.md\n", "https://salt.example/essays/lamps.md"),
    ],
)
def test_whole(project: Workshop, target: str, settings: str, own: str, whole: str) -> None:
    """... in the note, in the PDF and in the EPUB."""
    project.write("source/footlight.toml", settings)
    project.essay(f"I wrote of [lamps]({target}) before.\n", head=HEAD.format(own))
    done = project.make("--edition", "reading", "--edition", "epub")
    assert (done.code, done.codes) == (0, [])
    assert addresses(project) == [whole]


@pytest.mark.parametrize(
    ("target", "settings", "own", "says"),
    [
        ("/2011/lamps/", "", "", "`url` under [project]"),
        ("../lamps/", SITE, "", "`url` in its front matter"),
        ("lamps.md", SITE, OWN, "footlight book --new"),
        ("/essays/lamps.md#wicks", SITE, OWN, "footlight book --new"),
        ("#wicks", SITE, OWN, "Correct or remove it."),
    ],
)
def test_unknown(project: Workshop, target: str, settings: str, own: str, says: str) -> None:
    """Where nobody says the host, or a file is named and not a page, no address is put together: the words stay."""
    project.write("source/footlight.toml", settings)
    project.essay(f"I wrote of [lamps]({target}) before.\n", head=HEAD.format(own))
    done = project.make("--edition", "reading")
    assert (done.code, done.codes) == (0, ["link-within"])
    assert says in " ".join(done.out.split())
    assert addresses(project) == []
    assert "I wrote of lamps before." in project.pages()[0]
