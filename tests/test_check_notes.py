"""`footlight check` on notes and addresses: the manifest held against the PDFs and the EPUB."""

from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Pdf
from planting import faults, list_anew, product, spoil
from workshop import ESSAY, Workshop


def another_address(value: dict[str, Any]) -> None:
    link = next(link for link in value["links"] if link["url"])
    link["url"] += "another/"


def test_an_address_that_is_not_in_the_pages(planted: Workshop) -> None:
    list_anew(planted, another_address)
    for edition in ("reading", "print"):
        done = planted.run("check", "--edition", edition)
        assert (done.code, faults(done)) == (1, {"address-broken"})
        assert "note 2" in done.line("address-broken")


def retargeted(old: str, new: str) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        for page in pdf.pages:
            for annotation in page.obj.get("/Annots", []):
                if "/A" in annotation and str(annotation.A.URI) == old:
                    annotation.A.URI = pikepdf.String(new)
                if "/Dest" in annotation and str(annotation.Dest) == old:
                    annotation.Dest = pikepdf.String(new)

    return change


def test_an_address_that_leads_elsewhere(planted: Workshop) -> None:
    url = "https://patrickarmstrong.ca/2010/11/17/the-third-turn/"
    spoil(product(planted, ".pdf"), retargeted(url, "https://example.org/"))
    assert faults(planted.run("check", "--edition", "reading")) == {"address-dead"}


@pytest.mark.parametrize(("target", "way"), [("fl-note-3", "to it"), ("fl-call-3", "back from it")])
def test_a_note_without_a_way(planted: Workshop, target: str, way: str) -> None:
    spoil(product(planted, ".pdf"), retargeted(target, "fl-call-1"))
    done = planted.run("check", "--edition", "reading")
    assert (done.code, faults(done)) == (1, {"note-without-way"})
    assert f"note 3 has no link {way}" in done.line("note-without-way")


def test_a_manifest_of_other_pages(planted: Workshop) -> None:
    def change(value: dict[str, Any]) -> None:
        value["links"][0]["pdf"]["page"] = 19

    list_anew(planted, change)
    assert faults(planted.run("check", "--edition", "reading")) == {"manifest-astray"}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"links": [{}]}', '{"links": [{"note": "one"}]}', "\ufeff\x00"])
def test_a_manifest_that_is_none(planted: Workshop, text: str) -> None:
    product(planted, ".links.json").write_text(text, encoding="utf-8")
    done = planted.run("check", "--edition", "reading")
    assert (done.code, faults(done)) == (1, {"manifest-unreadable"})


@pytest.mark.slow
def test_the_manifest_is_held_against_the_epub(project: Workshop) -> None:
    """Where links are notes in print only, the numbers of the EPUB are its own, and the manifest leads to them all the
    same. An address of it that is not in the EPUB is named.
    """
    head = ESSAY.replace("lang:", "links-as-notes: print\nrights: CC BY 4.0\nlang:")
    text = "See [there](https://example.org/a).[^1]\n\n[^1]: Or not at all.\n"
    project.essay(text, head=head)
    project.essay(text, head=head.replace("links-as-notes: print\n", ""), name="another")
    assert project.make().code == 0
    path = project.build / "another" / "another.links.json"
    path.write_bytes(path.read_bytes().replace(b"example.org/a", b"example.org/b"))
    done = project.run("check", "--edition", "epub", "--edition", "reading")
    assert done.code == 1
    assert set(done.codes) == {"epub-address-dead", "address-broken", "stale"}
    assert all(line.startswith(("source/another.md", "build/another")) for line in done.out.splitlines())
