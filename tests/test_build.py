"""`footlight build`: what it makes, what it says, when it has to make something again, and what it touches."""

import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pikepdf
import pytest
from workshop import ESSAY, FOOTLIGHT, Run, Workshop, quick_rows

from footlight.cli.dispatch import run
from footlight.cli.world import World
from footlight.engines.weasyprint.log_capture import not_written
from footlight.essay_files import lone_essay
from footlight.project import Project
from footlight.settings.parser import load_config
from footlight.settings.values import Edition
from footlight.workflows.build.essay_builds import build_essay
from footlight.workflows.build.freshness import build_key, file_hash
from footlight.workflows.build.job import Job
from footlight.workflows.processes.setter import LayoutJob, LocalSetter, PendingLayout

LINKED = "Text^[A note.] and [a link](https://example.org/a).\n"
LOST = '[[link]]\nid = "gap"\nkind = "dangling"\nstatus = "unrecovered"\nexact = "a link"\n'
PNG = (Path(__file__).parent / "cases/reading/images/fine/a.png").read_bytes()


class Terminal(StringIO):
    """A stream that takes colour."""

    def isatty(self) -> bool:
        return True


def visible(project: Workshop, name: str = "essay") -> list[str]:
    return [file for file in project.products(name) if not file.startswith(".")]


@pytest.mark.parametrize(
    ("editions", "products"),
    [
        pytest.param(("reading",), ["essay.links.json", "essay.pdf"], marks=pytest.mark.slow),
        pytest.param(("print",), ["essay-print.pdf", "essay.links.json"], marks=pytest.mark.slow),
        pytest.param(("epub",), ["essay.epub", "essay.links.json"], marks=pytest.mark.slow),
        (("epub", "reading"), ["essay.epub", "essay.links.json", "essay.pdf"]),
    ],
)
def test_editions_by_option_and_by_configuration(
    project: Workshop, editions: tuple[str, ...], products: list[str]
) -> None:
    """Only the editions that are named are made; those that the configuration named before are taken away."""
    project.essay(LINKED)
    pages = '[epub]\npages = "reading"\n'
    project.write("source/footlight.toml", pages)  # else they would be the print edition's, where one is made
    done = project.make(*(word for name in editions for word in ("--edition", name)))
    assert (done.code, done.out, visible(project)) == (0, "", products)
    by_option = seen(project)
    assert project.make().code == 0
    assert len(visible(project)) == 4
    project.write("source/footlight.toml", f"[build]\neditions = {list(editions)}\n{pages}")
    assert project.make().code == 0
    assert seen(project) == by_option


def seen(project: Workshop) -> dict[str, bytes]:
    return {name: data for name, data in project.products().items() if name[0] != "."}


@pytest.mark.slow
def test_an_edition_that_is_named_takes_nothing_away(project: Workshop) -> None:
    """A booklet beside the other editions: they stay, the manifest tells of all, nothing is stale, and a build of all
    has nothing to do.
    """
    project.essay(LINKED, head=ESSAY.replace("lang:", "rights: CC BY 4.0\nlang:"))
    assert project.make().code == 0
    before = seen(project)
    assert project.make("--edition", "booklet").code == 0
    after = seen(project)
    assert after.keys() == before.keys() | {"essay-booklet.pdf"}
    assert {name for name in before if after[name] != before[name]} <= {"essay.links.json"}
    links = json.loads(after["essay.links.json"])["links"]
    assert links
    assert all(link["pdf"] and link["epub"] for link in links)
    assert project.make().err == "Nothing to do: 1 essay is up to date.\n"
    assert project.make("--edition", "booklet").err == "Nothing to do: 1 essay is up to date.\n"
    checked = project.run("check", "--edition", "reading", "--edition", "print", "--edition", "booklet")
    assert (checked.code, "stale" in checked.codes) == (0, False)
    assert project.make("--edition", "epub", "--force").code == 0
    assert seen(project) == after
    assert project.make().err == "Nothing to do: 1 essay is up to date.\n"


@pytest.mark.slow
def test_an_edition_of_an_older_text(project: Workshop) -> None:
    """It stays beside one that is named, and `check` says that it is stale; a build of all takes it away."""
    project.essay(LINKED)
    assert project.make().code == 0
    assert project.make("--edition", "booklet").code == 0
    old = seen(project)
    project.essay("Other words.\n")
    assert project.make("--edition", "reading").code == 0
    now = seen(project)
    assert {name for name in old if now[name] != old[name]} == {"essay.pdf", "essay.links.json"}
    assert "stale" not in project.run("check", "--edition", "reading").codes
    assert "essay.md changed" in project.run("check", "--edition", "booklet").line("stale")
    assert "essay.md changed" in project.run("check", "--edition", "print").line("stale")
    assert project.make().code == 0
    assert seen(project).keys() == old.keys() - {"essay-booklet.pdf"}
    assert "stale" not in project.run("check", "--edition", "reading", "--edition", "print").codes


class Saving(LocalSetter):
    """Lays pages out while the author saves the essay."""

    def __init__(self, save: Callable[[], object]) -> None:
        super().__init__()
        self._save = save

    def begin(self, sheet: LayoutJob) -> PendingLayout:
        self._save()
        return super().begin(sheet)


@pytest.mark.slow
def test_an_essay_that_is_saved_while_it_is_built(project: Workshop) -> None:
    """What was saved after the source was read is in the next build, which has something to do."""
    path = project.essay("First words.\n")
    config = project.write("source/footlight.toml", "")
    editions = (Edition.READING,)
    found = Project(root=project.root)
    job = Job(
        essay=lone_essay(path, path.name), project=found, config=load_config(config), editions=editions,
        key=build_key(editions, None, file_hash(config)),
    )  # fmt: skip
    build_essay(job, Saving(lambda: project.essay("Second words.\n")))
    assert "First words." in project.pages()[0]
    assert project.make("--edition", "reading").err.startswith("build/essay/")
    assert "Second words." in project.pages()[0]
    build_essay(job, Saving(lambda: config.write_text("[page]\ntype = 10\n", encoding="utf-8")))
    assert project.make("--edition", "reading").err.startswith("build/essay/")


def test_print_page_of_its_own(project: Workshop) -> None:
    """[page] and [print] set the trim sizes of the two PDFs; each holds its own layout's notes."""
    project.essay(LINKED)
    project.write("source/footlight.toml", '[page]\nsize = "A4"\n[print]\nsize = "129x198mm"\n')
    assert project.make().code == 0
    for name, size in (("essay.pdf", (210, 297)), ("essay-print.pdf", (129, 198))):
        with pikepdf.open(io.BytesIO(project.products()[name])) as pdf:
            box = [float(value) / 72 * 25.4 for value in pdf.pages[0].obj.MediaBox]
        assert box == pytest.approx([0, 0, *size], abs=0.01)


CHANGES: dict[str, tuple[str, str | bytes]] = {
    "essay": ("source/essay.md", ESSAY + LINKED + "More.\n"),
    "ledger": ("source/essay.links.toml", f"schema = 1\n\n{LOST}"),
    "configuration": ("source/footlight.toml", "[page]\ntype = 10\n"),
    "template": ("templates/note.html", (Path(__file__).parent.parent / "templates/note.html").read_text() + "{##}"),
    "style sheet": ("templates/page.css", "p { color: #111 }\n"),
    "words": ("templates/words/en.toml", 'editor = "The Ed."\n'),
    "image": ("source/a.png", PNG + b"\0"),
    "product": ("build/essay/essay.epub", b"not as it was made"),
    "stamp": ("build/essay/.footlight.json", b"{}"),
}


@pytest.mark.parametrize("what", quick_rows(CHANGES, "essay", "template", "product"))
def test_what_changed_is_made_again(project: Workshop, what: str) -> None:
    """A change of anything that the edition was made from makes it again, and then there is nothing to do."""
    project.essay(LINKED + "\n![A square](a.png)\n")
    project.write("source/a.png", PNG)
    assert project.make().code == 0
    assert project.make().err == "Nothing to do: 1 essay is up to date.\n"
    project.write(*CHANGES[what])
    assert project.make().err.startswith("build/essay/: ")
    assert project.make().err == "Nothing to do: 1 essay is up to date.\n"


def test_what_does_not_matter_makes_nothing_again(project: Workshop) -> None:
    """A touched file, another essay, a stray file: no reason to make an edition again."""
    essay = project.essay(LINKED)
    assert project.make().code == 0
    essay.touch()
    project.write("source/notes.txt", "scratch\n")
    project.essay(name="second")
    assert project.make().err == "build/second/: 1 page to read, 2 in print\n"


def test_several_essays_in_several_processes(project: Workshop, tmp_path: Path) -> None:
    """Two processes give what one gives; each essay's line says how many are done."""
    for number in range(3):
        project.essay(f"Essay {number}. {LINKED}", name=f"essay-{number}")
    done = project.process("build", "--jobs", "2")
    assert (done.code, done.out) == (0, "")
    lines = done.err.splitlines()
    assert [line[:5] for line in lines] == ["[1/3]", "[2/3]", "[3/3]"]
    assert {line.split()[1] for line in lines} == {f"build/essay-{n}/:" for n in range(3)}
    other = Workshop(tmp_path / "other")
    shutil.copytree(project.source, other.source)
    assert other.make().code == 0
    for number in range(3):
        ours, theirs = project.products(f"essay-{number}"), other.products(f"essay-{number}")
        assert [name for name in ours if ours[name] != theirs[name] and name[0] != "."] == []


def test_essay_by_path_from_elsewhere(project: Workshop, tmp_path_factory: pytest.TempPathFactory) -> None:
    """An essay named by its path is built in its own project, wherever one stands."""
    path = project.essay(LINKED)
    done = project.run("build", "--jobs", "1", str(path), cwd=tmp_path_factory.mktemp("elsewhere"))
    assert (done.code, len(visible(project))) == (0, 4)


def test_from_a_folder_below(project: Workshop) -> None:
    """The project is the nearest folder upward that holds source/."""
    project.essay(LINKED)
    (project.root / "a" / "b").mkdir(parents=True)
    assert project.run("build", "--jobs", "1", cwd=project.root / "a" / "b").code == 0
    assert len(visible(project)) == 4


def test_source_date_epoch(project: Workshop) -> None:
    """SOURCE_DATE_EPOCH is the moment of making, in every product; a moment that is none ends with 2."""
    project.essay(LINKED)
    project.environ["SOURCE_DATE_EPOCH"] = "1300000000"
    assert project.make().code == 0
    products = project.products()
    with pikepdf.open(io.BytesIO(products["essay.pdf"])) as pdf, pdf.open_metadata() as meta:
        assert meta["xmp:ModifyDate"].startswith("2011-03-13T07:06:40")
    with zipfile.ZipFile(io.BytesIO(products["essay.epub"])) as epub:
        assert "2011-03-13T07:06:40Z" in epub.read("EPUB/package.opf").decode()
        assert {info.date_time[:3] for info in epub.infolist()} == {epub.infolist()[0].date_time[:3]}
    assert "13 March 2011" in "".join(project.pages())
    assert project.make().err.startswith("Nothing to do")
    project.environ["SOURCE_DATE_EPOCH"] = "1300000001"
    assert project.make().err.startswith("build/essay/")
    project.environ["SOURCE_DATE_EPOCH"] = "yesterday"
    assert (done := project.make()).code == 2
    assert "SOURCE_DATE_EPOCH is 'yesterday'" in done.err


def test_undated_essay_is_reproducible(project: Workshop) -> None:
    """Without a date in the essay and without SOURCE_DATE_EPOCH no clock gets into a product."""
    project.essay(LINKED)
    assert project.make().code == 0
    first = project.products()
    assert project.make("--force").code == 0
    assert project.products() == first


def spoken(project: Workshop, *argv: str, **environ: str) -> Run:
    """A build on a terminal."""
    out, err = Terminal(), Terminal()
    code = run(("build", "--jobs", "1", *argv), World(out=out, err=err, environ=environ, cwd=project.root))
    return Run(code=code, out=out.getvalue(), err=err.getvalue())


def test_colour_only_where_it_is_wanted(project: Workshop) -> None:
    """A terminal sees the code in colour; NO_COLOR, a dumb terminal and a pipe see none."""
    project.essay("")
    assert "\x1b[33m[no-text]\x1b[0m" in spoken(project).out
    assert "\x1b" not in spoken(project, NO_COLOR="1").out
    assert "\x1b" not in spoken(project, TERM="dumb").out
    assert "\x1b" not in project.make().out + project.make().err


def test_findings_never_steer_the_terminal(project: Workshop) -> None:
    """A control character that comes from a source is made visible."""
    project.essay(head="---\ntitle: T\n'a\\e[31mb': x\n---\n\n".replace("'", '"'))
    done = spoken(project, NO_COLOR="1")
    assert (done.codes, "\x1b" in done.out) == (["front-matter-unknown-key"], False)


def test_json_and_sarif(project: Workshop) -> None:
    """--json gives one object a line, --sarif one SARIF document; nothing else goes to stdout."""
    project.essay("[x](javascript:1)\n\n![A](no.png)\n")
    done = project.make("--json")
    objects = [json.loads(line) for line in done.out.splitlines()]
    assert done.code == 0
    assert [(o["code"], o["severity"], o["file"], o["line"], o["column"]) for o in objects] == [
        ("links-missing", "info", "source/essay.md", 0, 0),
        ("link-scheme", "warning", "source/essay.md", 7, 5),
        ("image-missing", "warning", "source/essay.md", 9, 6),
    ]
    sarif = json.loads(project.make("--sarif", "--force").out)
    assert sarif["version"] == "2.1.0"
    results = sarif["runs"][0]["results"]
    assert [(r["ruleId"], r["level"]) for r in results] == [
        ("links-missing", "note"),
        ("link-scheme", "warning"),
        ("image-missing", "warning"),
    ]
    region = results[2]["locations"][0]["physicalLocation"]
    assert (region["artifactLocation"]["uri"], region["region"]["startLine"]) == ("source/essay.md", 9)


def test_quiet_says_nothing_but_findings(project: Workshop) -> None:
    """-q: no progress, no summary, not even that there is nothing to do."""
    project.essay("[x](file:///x)\n")
    done = project.make("-q")
    assert (done.code, done.codes, done.err) == (0, ["link-scheme"], "")
    assert project.make("--quiet") == Run(code=0, out="", err="")


def test_no_network_and_no_file_outside(project: Workshop) -> None:
    """A build works where there is no network, and files that templates name outside the project are not read."""
    secret = project.root.parent / "secret.txt"
    secret.write_text("the secret words")
    project.essay(LINKED)
    base = f'@import url("{secret.as_uri()}");\n@import url("http://127.0.0.1:9/x.css");\n'
    project.write("templates/page.css", f'{base}p {{ background: url("{secret.as_uri()}") }}\n')
    image = f'<img src="{secret.as_uri()}" alt="x"/><img src="http://127.0.0.1:9/y.png" alt="y"/>'
    block = f"{{% block abstract %}}{image}{{% endblock %}}"
    project.write("templates/page.html", f'{{% extends "house/page.html" %}}\n{block}\n')
    allowed = subprocess.run(["unshare", "--net", "true"], check=False, capture_output=True).returncode == 0
    done = project.process("build", wrapper=("unshare", "--net") if allowed else ())
    assert done.codes, done
    assert set(done.codes) == {"layout"}, done.out
    assert all("WARNING" not in line for line in done.err.splitlines())
    for name, data in project.products().items():
        assert b"secret words" not in data, name
    secret.unlink()


@pytest.mark.slow
def test_pipe_that_closes(project: Workshop) -> None:
    """`footlight build | head` ends without a traceback."""
    project.essay("".join(f"![A](no{n}.png)\n\n" for n in range(600)))
    command = f"{' '.join(map(repr, FOOTLIGHT))} build | head -n 1"
    done = subprocess.run(["bash", "-c", command], cwd=project.root, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr
    assert "[image-missing]" in done.stdout


def test_an_address_in_another_script_is_printed_as_it_is_and_leads_there(project: Workshop) -> None:
    """A PDF holds addresses in ASCII: the printed one has its own letters, and the link is the same address."""
    project.essay("As [she](https://example.org/статья/номер-один?q=ё) said.\n")
    done = project.make("--edition", "reading")
    assert (done.code, done.out) == (0, "")
    assert "example.org/статья/номер-один?q=ё" in "".join(project.pages()[0].split())
    checked = project.run("check", "--edition", "reading")
    assert [code for code in checked.codes if code != "rights-unrecorded"] == []


def test_an_address_that_may_not_be_read_is_named_where_it_stops_a_pdf() -> None:
    """It stands in a style sheet of the project's own, so that no report to us would help."""
    error = not_written("Failed to load image at 'file:///x': ValueError: outside the project: file:///x")
    assert str(error) == "no PDF: file:///x is outside the project, and nothing there is read"
    assert "your own style sheets" in error.hint
    assert str(not_written("Another thing")) == "WeasyPrint could not write the PDF: Another thing"


def test_processes_that_may_share_no_memory(project: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where /dev/shm is not for everybody, as in some containers, it is named; one process does without."""

    def refused(_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("multiprocessing.context.BaseContext.SimpleQueue", refused)
    project.essay("Words.\n", name="one")
    project.essay("Words.\n", name="two")
    done = project.run("build", "--edition", "epub", "--jobs", "2")
    assert (done.code, done.out) == (3, "")
    assert "processes cannot share memory here: Permission denied" in done.err
    assert "chmod 1777" in done.err
    assert project.run("build", "--edition", "epub", "--jobs", "1").code == 0


@pytest.mark.slow
def test_a_long_source_is_counted_beside_its_reading(project: Workshop) -> None:
    """An e-book alone leaves a core idle, which counts the source: findings and bytes are those of one process."""
    words = "A lamp stood in the window, and the keeper knew it well. " * 12
    gaps = "He told more of it in , as [](hollow) has it.\n\n[^lost]: A note that nobody calls.\n"
    project.essay("\n\n".join([words] * 80) + f"\n\n{gaps}", name="long")
    runs, made = [], []
    for jobs in ("2", "1"):
        runs.append(project.process("build", "--force", "--edition", "epub", "--jobs", jobs))
        made.append((project.build / "long" / "long.epub").read_bytes())
    assert "links-missing" in runs[0].codes
    assert (runs[0].code, runs[0].out) == (runs[1].code, runs[1].out)
    assert made[0] == made[1]
