"""`footlight import` of many essays: it goes on where it was killed, and one bad essay ends nothing."""

import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from export_files import (
    ATOM,
    JSON_FEED,
    NOTION_ID,
    RSS,
    blogger_backup,
    blogger_takeout,
    ghost_export,
    medium_export,
    notion_export,
    substack_export,
    tumblr_export,
    wxr,
    wxr_item,
    zip_bytes,
    zipped,
)
from workshop import FOOTLIGHT, Workshop

from footlight.findings.finding import Finding
from footlight.intake.parcel import Parcel
from footlight.intake.reader_table import reader_for

KILLER = """
import os, sys
event, limit = sys.argv[1], int(sys.argv[2])
del sys.argv[1:3]
me, seen = os.getpid(), 0
def hook(name, args):
    global seen
    if os.getpid() != me or name != event:
        return
    if event == "open" and not (isinstance(args[2], int) and args[2] & os.O_CREAT):
        return
    seen += 1
    if seen == limit:
        os.kill(me, 9)
sys.addaudithook(hook)
from footlight.cli import main
main()
"""
"""Runs `footlight` and kills it where it is about to replace or to open a file for the n-th time."""


def post(number: int) -> str:
    """A post of a blog, with links and a note."""
    paragraphs = "\n\n".join(
        f'The sea of day {number} comes <a href="https://harbour.example/{number}/{i}">back</a> and stays away.'
        for i in range(3)
    )
    note = f'[footnote]As the <a href="https://harbour.example/n/{number}">table</a> says.[/footnote]'
    return wxr_item(number, f"Of Tides, Part {number // 2}", paragraphs + note)  # two posts have one title


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def killed(shop: Workshop, event: str, limit: int, *argv: str) -> int:
    """Run the command in a process that is killed; its exit code."""
    command = [sys.executable, "-c", KILLER, event, str(limit), *argv]
    done = subprocess.run(command, cwd=shop.root, env={**os.environ, **shop.environ}, capture_output=True, check=False)
    return done.returncode


@pytest.mark.slow
def test_killed_at_twenty_moments_and_started_again_the_files_are_the_same(tmp_path: Path) -> None:
    """Whatever was about to be written: an essay, its picture, what was imported, its record."""
    whole, broken = Workshop(tmp_path / "whole"), Workshop(tmp_path / "broken")
    pages: dict[str, str | bytes] = {}
    picture = (Path(__file__).parent / "cases/reading/images/fine/a.png").read_bytes()
    for number in range(6):
        name = f"Page {number // 2} {NOTION_ID[:-1]}{number}"
        pages[f"{name}.md"] = (
            f"# Page {number // 2}\n\nA [link](https://harbour.example/{number}).\n\n![A]({number}.png)\n"
        )
        pages[f"{number}.png"] = picture
    for shop in (whole, broken):
        shop.source.mkdir(parents=True)
        shop.write("blog.xml", wxr(*(post(number) for number in range(1, 13))))
        zipped(shop.root / "notion.zip", pages)
    argv = ("import", "--no-pictures", "blog.xml", "notion.zip")
    assert whole.run(*argv).code == 0
    codes = [killed(broken, event, limit, *argv) for event in ("os.rename", "open") for limit in range(1, 11)]
    assert codes == [-9] * 20
    assert broken.run(*argv).code == 0
    assert contents(broken.source) == contents(whole.source)


def test_a_bad_essay_ends_nothing_and_is_named(project: Workshop) -> None:
    """One is damaged, one is only mended, one has no text; those round them are imported."""
    damaged = post(2).replace("<title>", "<title><b></title>").replace("</item>", "</post></item>", 1)
    mended = post(4).replace("<description></description>", "<description>Q & A</description>")
    empty = wxr_item(6, "Nothing", "")
    project.write("blog.xml", wxr(post(1), damaged, mended, empty, post(8)))
    done = project.run("import", "--no-pictures", "blog.xml")
    assert done.code == 1
    assert "item 2 cannot be read" in done.line("import-item-damaged")
    assert "item 3 is no well-formed XML" in done.line("import-item-mended")
    assert "post without text: 1" in done.line("import-left-out")
    assert done.err == "1 failed, 3 new\n"
    assert len(list(project.source.glob("*.md"))) == 3


def test_an_export_that_is_cut_gives_what_is_whole(project: Workshop) -> None:
    """Nothing of the post in which it ends is written; exported again, the rest is added."""
    whole = wxr(post(1), post(2), post(4))
    project.write("blog.xml", whole[: whole.index("stays away", whole.index("harbour.example/4"))])
    done = project.run("import", "--no-pictures", "blog.xml")
    assert done.code == 1
    assert "cut in item 3" in done.line("import-cut")
    assert len(list(project.source.glob("*.md"))) == 2
    project.write("blog.xml", whole)
    again = project.run("import", "--no-pictures", "blog.xml")
    assert again.code == 0
    assert "2 unchanged" in again.err
    assert "1 new" in again.err


def test_an_export_that_is_cut_between_posts_is_named_too(project: Workshop) -> None:
    """Its last line is missing."""
    project.write("blog.xml", wxr(post(1), tail=""))
    assert "behind its last whole item" in project.run("import", "--no-pictures", "blog.xml").line("import-cut")


@pytest.mark.parametrize("kind", ["wordpress", "blogger", "feed"])
def test_entities_are_not_expanded(project: Workshop, kind: str) -> None:
    """A small file that becomes a huge one is refused."""
    bomb = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
        f"<!ENTITY {chr(98 + i)} '{f'&{chr(97 + i)};' * 10}'>" for i in range(9)
    )
    text = {
        "wordpress": wxr(post(1)),
        "blogger": blogger_backup(),
        "feed": "<rss version='2.0'><channel><title>x</title><item><title>&j;</title></item></channel></rss>",
    }[kind]
    head, mark, rest = text.partition("?>") if text.startswith("<?xml") else ("", "", text)
    project.write("bomb.xml", f"{head}{mark}{bomb}]>{rest}")
    done = project.run("import", "--no-pictures", "bomb.xml")
    assert done.code == 1
    assert done.codes == ["import-entities"]
    assert not list(project.source.iterdir())


def test_another_encoding_than_the_file_says(project: Workshop) -> None:
    """Bytes that are no UTF-8 are read as windows-1252, and it is said."""
    text = wxr(wxr_item(1, "Café", "<p>“Shut”, the café is, and the naïve sea.</p>"))
    project.write("blog.xml", text.encode("cp1252"))
    done = project.run("import", "--no-pictures", "blog.xml")
    assert done.code == 0
    assert "windows-1252" in done.line("import-charset")
    assert "“Shut”, the café is, and the naïve sea." in (project.source / "cafe.md").read_text(encoding="utf-8")


def test_a_zip_that_climbs_out_and_members_that_are_bombs(project: Workshop) -> None:
    """Nothing is written outside; a file of zeros is named; the pages beside them are imported."""
    page = "# A Page\n\nWords.\n"
    bomb = b"# Bomb\n" + b"0" * (80 * 2**20)
    zipped(
        project.root / "notion.zip",
        {
            f"A Page {NOTION_ID}.md": page,
            f"../../Out {NOTION_ID[::-1]}.md": page,
            f"Bomb {'b' * 32}.md": bomb,
            f"Ratio {'c' * 32}.md": b"0" * (30 * 2**20),
        },
    )
    done = project.run("import", "--no-pictures", "notion.zip")
    assert done.code == 1
    assert "lead out of it" in done.line("import-archive-outside")
    assert done.codes.count("import-member") == 2
    assert [path.name for path in project.source.glob("*.md")] == ["a-page.md"]
    assert not list(project.root.parent.glob("Out*"))


def test_a_zip_that_is_cut(project: Workshop) -> None:
    """Its directory is at its end: nothing can be read, and nothing is written."""
    path = zipped(project.root / "notion.zip", {f"A Page {NOTION_ID}.md": "# A Page\n\nWords.\n" * 99})
    path.write_bytes(path.read_bytes()[:-30])
    done = project.run("import", "--no-pictures", "notion.zip")
    assert done.code == 1
    assert done.out
    assert not list(project.source.iterdir())


def test_whatever_is_damaged_a_reader_raises_nothing(tmp_path: Path) -> None:
    """Bytes that were changed, lost and doubled, in files and in what is in zips: items and findings, no exception."""
    random = Random(12)  # noqa: S311 - no secret
    picture = (Path(__file__).parent / "cases/reading/images/fine/a.png").read_bytes()
    exports = {
        "wordpress.xml": wxr(post(1), post(2)).encode(), "blogger.xml": blogger_backup().encode(),
        "rss.xml": RSS.encode(),
        "atom.xml": ATOM.encode(), "feed.json": JSON_FEED.encode(), "ghost.json": ghost_export().encode(),
        "takeout.zip": zip_bytes(blogger_takeout()), "medium.zip": zip_bytes(medium_export()),
        "substack.zip": zip_bytes(substack_export()), "tumblr.zip": zip_bytes(tumblr_export(picture)),
        "notion.zip": zip_bytes(notion_export(picture)),
    }  # fmt: skip
    for name, whole in exports.items():
        for round_ in range(12):
            data = (
                damaged_members(whole, random) if name.endswith("zip") and round_ % 2 else damaged_bytes(whole, random)
            )
            file = tmp_path / name
            file.write_bytes(data)
            parcel = Parcel(name=name, path=file)
            reader = reader_for(parcel)
            for item in reader.items(parcel) if reader else ():
                assert isinstance(item, Finding) or all(isinstance(one.read(), bytes | None) for one in item.files)


def damaged_bytes(data: bytes, random: Random) -> bytes:
    """Bytes with some of them changed, lost or doubled."""
    damaged = bytearray(data)
    for _ in range(random.choice((1, 2, 5))):
        at, to = sorted((random.randrange(len(damaged) + 1), random.randrange(len(damaged) + 1)))
        match random.randrange(4):
            case 0:
                damaged[at : at + 1] = bytes([random.randrange(256)])
            case 1:
                del damaged[at:]
            case 2:
                del damaged[at : at + 60]
            case _:
                damaged[at:at] = damaged[at : min(to, at + 300)] + random.choice(
                    (b"<", b"]]>", b"\0", b"\xff", b"null")
                )
    return bytes(damaged)


def damaged_members(data: bytes, random: Random) -> bytes:
    """A zip of which each second file is damaged."""
    with zipfile.ZipFile(BytesIO(data)) as pack:
        files = {name: pack.read(name) for name in pack.namelist()}
    return zip_bytes(
        {name: damaged_bytes(one, random) if random.random() < 0.5 else one for name, one in files.items()}
    )


@pytest.mark.slow
def test_a_blog_is_imported_and_built_with_two_commands(tmp_path: Path) -> None:
    """Neither says anything of an error; drafts are passed over."""
    shop = Workshop(tmp_path)
    shop.source.mkdir()
    draft = wxr_item(90, "Not Yet", "Words.", status="draft")
    shop.write("blog.xml", wxr(*(post(number) for number in range(1, 9)), draft))
    assert shop.run("import", "--no-pictures", "blog.xml").code == 0
    built = subprocess.run([*FOOTLIGHT, "build"], cwd=shop.root, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout
    assert "error" not in built.stdout
    assert len(list(shop.build.glob("*/*.epub"))) == 8
