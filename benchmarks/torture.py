"""Commands killed at moments of chance, hundreds of times, and what each kill left behind (`make torture`).

`python -m benchmarks.torture [--kills N] [--seed N] [--only SCENARIO]` kills a command with SIGKILL, in the course of
its work, and looks at what is there: first whether processes go on, then whether each file is the old one or the new
one, products of one essay together, and no entry of a ledger is lost. Then the same command runs to its end, and
nothing may be left of the one that was killed: in source/, in build/, in the folder of temporary files, in the cache.
It ends with 1 where anything is not as it has to be, and names the seed and the number of the kill that showed it:
`--seed S --first N --kills 1` repeats it.
"""

import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.forked_commands import ForkedCommand, import_all
from footlight.ledger.parser import read_ledger

REPOSITORY = Path(__file__).resolve().parent.parent
SEED, KILLS = 17, 1000
FOOTLIGHT = (sys.executable, "-P", "-c", "from footlight.cli import main; main()")
_MARK = "FOOTLIGHT_TORTURE"
"""A variable of the environment by which the processes of one kill are known."""
_PATIENCE = 5.0
"""Seconds after a kill in which the other processes of the command have to be gone."""
_ENDLESS = 300
"""Seconds after which a command counts as hanging."""
_PORT = "FOOTLIGHT_TORTURE_PORT"
"""A variable with the port of the server that `serving` starts."""
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)?")
_DRAFT = re.compile(r"\..*|tmp.*|.*\.draft|.*-journal")
_WORDS = "Words^[A note.] and [a link](https://example.org/{0}). And more of them. "
_HARBOURS = REPOSITORY / "docs" / "harbours.warc.gz"
_IMPORT = ("import", "harbours.warc.gz", "--url", "https://example.org/2009/04/on-harbours", "--at", "2019")
_PUBLISH = """\
import sys
from pathlib import Path
from footlight.engines.operating_system import folder_held
from footlight.workflows.build.set_exchange import change_products, settle_waiting_sets
build = Path("build")
build.mkdir(exist_ok=True)
settle_waiting_sets(build, 0)
names = [f"essay{ending}" for ending in (".pdf", ".epub", ".links.json")]
old, new = ({name: word * 50_000 for name in names} for word in (b"old ", b"new "))
for number in range(int(sys.argv[1])):
    with folder_held(build):
        if number % 2:
            change_products(build / "essay", new, ["essay-cover.pdf"])
        else:
            change_products(build / "essay", {**old, "essay-cover.pdf": b"old"})
"""
"""Publishes the one set and the other by turns: of a build, the moment at which a kill could mix them is short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A command, and what has to be there before it runs."""

    name: str
    weight: int
    """How often it is chosen, beside the others."""
    prepare: Callable[[Path], None]
    """Makes the project in an empty folder."""
    command: tuple[str, ...]
    """The arguments of `footlight`, or a whole command that begins with a path."""
    stdin: str = ""
    finish: tuple[str, ...] = ()
    """What runs to its end after the kill; the same command where it is empty."""
    steps: tuple[str, ...] = ()
    """Lines of `stdin` after each of which a file may be of another state that is whole."""
    crowd: bool = False
    """Whether it may run twice at a time, and come to the same."""
    same: bool = True
    """Whether two runs come to the same bytes; what is captured of a server has its day and hour in it."""


Files = dict[str, bytes]
"""What stands in source/ and build/, by its path, moments and the stamps of builds left out."""


@dataclass(slots=True, kw_only=True)
class Reference:
    """What a scenario comes to where nobody kills it."""

    project: Path
    before: Files
    after: Files
    between: list[Files] = field(default_factory=list)
    seconds: float = 0
    """How long it takes."""


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _essay(name: str, number: int, times: int) -> str:
    body = "".join(_WORDS.format(f"{number}/{at}") + "\n\n" for at in range(times))
    return f"---\ntitle: Of {name}\nauthor: A. Writer\ndate: 2011-0{number}-01\nlang: en-GB\n---\n\n{body}"


_NAMES = ("lamps", "tides", "winds")


def _essays(project: Path, times: int, names: Sequence[str] = _NAMES) -> None:
    for number, name in enumerate(names, 1):
        _write(project / "source" / f"{name}.md", _essay(name, number, times))


def _built(project: Path) -> None:
    """Essays that were built, and changed since."""
    _essays(project, 6)
    run(project, "build")
    _essays(project, 9)


def _one_built(project: Path) -> None:
    _essays(project, 6, _NAMES[:1])
    run(project, "build")
    _essays(project, 9, _NAMES[:1])


def _without_epub(project: Path) -> None:
    """An essay of which a single edition is added to others."""
    _essays(project, 6, _NAMES[:1])
    run(project, "build", "--edition", "reading", "--edition", "print")


def _bound(project: Path) -> None:
    _essays(project, 3)
    _write(project / "source" / "shore.book.toml", 'title = "The Shore"\n')
    run(project, "book")
    _essays(project, 4)


def _imported(project: Path) -> None:
    _archive(project)
    run(project, *_IMPORT)


def _archive(project: Path) -> None:
    shutil.copy(_HARBOURS, project)
    (project / "source").mkdir()


def _recovered(project: Path) -> None:
    _imported(project)
    run(project, "links", "recover", "--archive", "harbours.warc.gz")


def _asked(project: Path) -> None:
    _recovered(project)
    run(project, "links", "ask", "on-harbours")
    text = (project / "source" / "on-harbours.questions.txt").read_text(encoding="utf-8")
    head, place, tail = text.partition("Place 2")
    _write(project / "reply.txt", head + place + tail.replace("Answer:", "Answer: https://example.org/1999/dunwich", 1))


def _published(project: Path) -> None:
    (project / "source").mkdir()
    _write(project / "publish.py", _PUBLISH)
    _write(project / "build" / "essay" / "mine" / "kept.txt", "a folder of the user's own\n")
    _write(project / "build" / "essay" / "notes.txt", "a file of the user's own\n")
    run(project, sys.executable, "publish.py", "1")


def _mendable(project: Path) -> None:
    _asked(project)
    run(project, "links", "answer", "reply.txt")


def _linked(project: Path) -> None:
    """An essay with links and a picture of the server of this process."""
    port = os.environ[_PORT]
    links = " ".join(f"[words {n}](http://127.0.0.1:{port}/{n}.html)" for n in range(4))
    text = f"{_essay('lamps', 1, 1)}\n{links}\n\n![A dot](http://127.0.0.1:{port}/dot.png)\n"
    _write(project / "source" / "lamps.md", text)
    _write(project / "source" / "footlight.toml", f'[links]\nallowed = ["127.0.0.1:{port}"]\n')


def _shelved(project: Path) -> None:
    _essays(project, 1)
    run(project, "build", "--edition", "epub")


def _cleanable(project: Path) -> None:
    _essays(project, 1)
    run(project, "build", "--edition", "reading", "--edition", "epub")
    _write(project / "source" / "footlight.toml", '[build]\neditions = ["epub"]\n')


def _flawed(project: Path) -> None:
    _write(project / "source" / "lamps.md", _essay("lamps", 1, 1) + 'The the "words" are are twice.\n')


def _empty(project: Path) -> None:
    (project / "source").mkdir()


SCENARIOS = (
    Scenario(name="build", weight=4, crowd=True, prepare=_built, command=("build", "--jobs", "2")),
    Scenario(name="build one", weight=4, crowd=True, prepare=_one_built, command=("build",)),
    Scenario(
        name="build --edition", weight=3, crowd=True, prepare=_without_epub, command=("build", "--edition", "epub")
    ),
    Scenario(name="book", weight=3, crowd=True, prepare=_bound, command=("book",)),
    Scenario(name="serve", weight=2, prepare=_one_built, command=("serve", "--port", "0"), finish=("build",)),
    Scenario(name="import", weight=5, crowd=True, prepare=_archive, command=_IMPORT),
    Scenario(
        name="recover",
        weight=6,
        crowd=True,
        prepare=_imported,
        command=("links", "recover", "--archive", "harbours.warc.gz"),
    ),
    Scenario(name="answer", weight=5, prepare=_asked, command=("links", "answer", "reply.txt")),
    Scenario(
        name="review",
        weight=6,
        prepare=_recovered,
        command=("links", "review", "on-harbours"),
        stdin="a\ne https://example.org/1999/dunwich\n",
        steps=("a\n", "a\ne https://example.org/1999/dunwich\n", "e https://example.org/1999/dunwich\n"),
    ),
    Scenario(name="find", weight=1, prepare=_imported, command=("links", "find")),
    Scenario(name="ask", weight=1, prepare=_recovered, command=("links", "ask", "on-harbours")),
    Scenario(name="mend", weight=2, prepare=_mendable, command=("links", "mend", "--write")),
    Scenario(name="verify", weight=1, prepare=_recovered, command=("links", "verify")),
    Scenario(name="check", weight=1, prepare=_linked, command=("links", "check", "--write"), same=False),
    Scenario(name="describe", weight=1, prepare=_linked, command=("links", "describe"), same=False),
    Scenario(name="preserve", weight=1, prepare=_linked, command=("links", "preserve", "--no-save"), same=False),
    Scenario(name="pictures", weight=1, prepare=_linked, command=("pictures",), same=False),
    Scenario(name="shelf", weight=2, prepare=_shelved, command=("shelf",)),
    Scenario(name="clean", weight=2, prepare=_cleanable, command=("clean",)),
    Scenario(name="lint", weight=1, prepare=_flawed, command=("lint", "--fix")),
    Scenario(name="new", weight=0, prepare=_empty, command=("new", "of-tides")),
    Scenario(name="init", weight=0, prepare=lambda _: None, command=("init", ".", "-y")),
    Scenario(
        name="publishing",
        weight=10,
        prepare=_published,
        command=(sys.executable, "publish.py", "1000000"),
        finish=(sys.executable, "publish.py", "2"),
    ),
)


def environment(project: Path) -> dict[str, str]:
    """The environment of a command: what it keeps, and its temporary files, stand in folders beside the project."""
    folders = {"XDG_CACHE_HOME": "cache", "XDG_STATE_HOME": "state", "TMPDIR": "tmp"}
    own = {name: str(project.parent / f"{project.name}.{folder}") for name, folder in folders.items()}
    for folder in own.values():
        Path(folder).mkdir(exist_ok=True)
    return {**os.environ, **own, "PYTHONPATH": str(REPOSITORY), "SOURCE_DATE_EPOCH": "1300000000", _MARK: str(project)}


def command_of(words: Sequence[str]) -> list[str]:
    """A whole command."""
    return [*words] if words[0] == sys.executable else [*FOOTLIGHT, *words]


def run(project: Path, *words: str, stdin: str = "") -> None:
    """Run a command to its end, where it has to come to one. Raises AssertionError with what it said."""
    command = started(project, words, stdin)
    try:
        code = command.wait(timeout=_ENDLESS)
    except subprocess.TimeoutExpired:
        os.killpg(command.pid, signal.SIGKILL)
        raise
    said = told(command)
    assert code in (0, 1), (words, code, said)
    assert "Traceback" not in said, said


def started(
    project: Path,
    words: Sequence[str],
    stdin: str = "",
    *,
    cold: bool = False,
    first: Callable[[], None] | None = None,
) -> "ForkedCommand | subprocess.Popen[bytes]":
    """Start a command in a session of its own: a fork of this process, or a new Python where it is `cold` or no command
    of `footlight`.
    """
    if not cold and words[0] != sys.executable:
        return ForkedCommand(words, cwd=project, env=environment(project), stdin=stdin.encode(), first=first)
    with tempfile.TemporaryFile() as given:
        given.write(stdin.encode())
        given.seek(0)
        return subprocess.Popen(
            command_of(words), cwd=project, env=environment(project), stdin=given,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip


def told(command: "ForkedCommand | subprocess.Popen[bytes]") -> str:
    """What a command that has ended wrote to standard error."""
    if isinstance(command, ForkedCommand):
        return command.said()
    return command.communicate(timeout=_ENDLESS)[1].decode("utf-8", "replace")


_SITE = """\
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010100000000376ef9240000000a49444154789c6360000000020001"
    "48afa4710000000049454e44ae426082"
)
class Site(BaseHTTPRequestHandler):
    def do_GET(self):
        name = self.path
        kind, body = "text/html; charset=utf-8", f"<title>Of {name}</title><p>{'Words of it. ' * 40}".encode()
        if name.endswith(".png"):
            kind, body = "image/png", DOT
        self.send_response(404 if name == "/robots.txt" else 200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        pass
server = HTTPServer(("127.0.0.1", 0), Site)
print(server.server_port, flush=True)
server.serve_forever()
"""
"""A site of any number of pages, and one picture."""


@contextmanager
def serving() -> Iterator[None]:
    """Serve the site in the block, from a process of its own: a fork of one with threads could hang."""
    with subprocess.Popen([sys.executable, "-c", _SITE], stdout=subprocess.PIPE) as server:
        if server.stdout is None:
            raise AssertionError
        os.environ[_PORT] = server.stdout.readline().decode().strip()
        try:
            yield
        finally:
            server.kill()


def files(project: Path) -> Files:
    """What stands in source/ and build/."""
    found: Files = {}
    for top in ("source", "build"):
        for path in sorted((project / top).rglob("*")):
            if path.is_file() and path.name != ".footlight.json":
                data = path.read_bytes()
                name = path.relative_to(project).as_posix()
                found[name] = _MOMENT.sub(b"", data) if top == "source" and path.suffix != ".gz" else data
    return found


def reference(scenario: Scenario, root: Path) -> Reference:
    """Run a scenario with nobody to kill it."""
    folder = root / re.sub(r"\W+", "-", scenario.name)
    project = folder / "project"
    project.mkdir(parents=True)
    scenario.prepare(project)
    kept = folder / "kept"
    shutil.copytree(project, kept, symlinks=True)
    found = Reference(project=kept, before=files(project), after={})
    for lines in scenario.steps:
        found.between.append(_outcome(scenario, found, folder, lines))
    began = time.monotonic()
    found.after = _outcome(scenario, found, folder, scenario.stdin)
    found.seconds = time.monotonic() - began
    return found


def _outcome(scenario: Scenario, known: Reference, folder: Path, stdin: str) -> Files:
    project = folder / "project"
    fresh(known.project, project)
    run(project, *(scenario.finish or scenario.command), stdin=stdin)
    return files(project)


def fresh(kept: Path, project: Path) -> None:
    """Put the project there as it is before the command."""
    shutil.rmtree(project, ignore_errors=True)
    shutil.copytree(kept, project, symlinks=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """When and how a command is killed."""

    number: int
    scenario: Scenario
    share: float
    """After which share of its time."""
    whom: str
    """`command` alone, all of its `group`, or one of its `children`, which the command has to notice."""
    cold: bool
    """Whether the caches are empty."""
    beside: bool = False
    """Whether the same command runs in the project at the same time, and is not killed."""
    jumps: bool = False
    """Whether the clock jumps by days, forward and back, while the command runs."""


def kills(first: int, count: int, seed: int, scenarios: Sequence[Scenario]) -> Iterator[Kill]:
    """Choose them; the same number and seed give the same."""
    for number in range(first, first + count):
        chance = random.Random(f"{seed}:{number}")  # noqa: S311 - no secret is made of it
        scenario = chance.choices(scenarios, [one.weight for one in scenarios])[0]
        # The last part of a command's time is when it writes.
        share = chance.random() if chance.random() < 0.5 else 0.6 + 0.45 * chance.random()
        whom = chance.choices(("command", "group", "children"), (7, 2, 1))[0]
        cold = chance.random() < 0.15
        beside = scenario.crowd and chance.random() < 0.3
        jumps = chance.random() < 0.2
        yield Kill(
            number=number, scenario=scenario, share=share, whom=whom, cold=cold, beside=beside, jumps=jumps and not cold
        )


def torture(kill: Kill, known: Reference, folder: Path) -> list[str]:
    """Kill a command once; return what was wrong."""
    project = folder / "project"
    fresh(known.project, project)
    if kill.cold:
        for kept in ("cache", "state"):
            shutil.rmtree(f"{project}.{kept}", ignore_errors=True)
    try:
        said, ended, session = _killed(kill, known, project)
    except AssertionError as error:
        return [str(error)]
    wrong = [f"its own end was no message: {said[-300:]}"] if ended and "Traceback" in said else []
    if ended and kill.whom == "children" and "was killed" not in said and ended not in (0, 1, 130):
        wrong.append(f"ended with {ended} and said {said[-300:]}")
    wrong += [f"a process went on: {one}" for one in left_processes(str(project), session)]
    if kill.scenario.same:
        wrong += states(files(project), known, project)
    try:
        run(project, *(kill.scenario.finish or kill.scenario.command), stdin=kill.scenario.stdin)
    except (AssertionError, subprocess.TimeoutExpired) as error:
        return [*wrong, f"the next run failed: {str(error)[-600:]}"]
    return [*wrong, *remains(files(project), known, project, same=kill.scenario.same)]


def _killed(kill: Kill, known: Reference, project: Path) -> tuple[str, int, int]:
    """Start the command and kill it; what it said, and its exit code where it came to its own end, and its number."""
    scenario, first = kill.scenario, _jumping_clock if kill.jumps else None
    beside = started(project, scenario.command, scenario.stdin, first=first) if kill.beside else None
    process = started(project, scenario.command, scenario.stdin, cold=kill.cold, first=first)
    try:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=kill.share * known.seconds)
        return _end(kill, process)
    finally:
        if beside is not None:
            code = beside.wait(timeout=_ENDLESS)
            said = told(beside)
            assert code in (0, 1), f"the one beside it ended with {code} and said {said[-300:]}"
            assert "Traceback" not in said, f"the one beside it said {said[-600:]}"


def _jumping_clock() -> None:
    """Let the clock of this process jump with each look at it."""
    real, chance = time.time, random.Random(os.getpid())  # noqa: S311 - no secret is made of it
    time.time = lambda: real() + chance.choice((-3e6, -9e4, 0, 0, 9e4, 3e6))


def _end(kill: Kill, process: "ForkedCommand | subprocess.Popen[bytes]") -> tuple[str, int, int]:
    targets = [pid for pid in marked("", process.pid) if pid != process.pid]
    if kill.whom == "children" and targets:
        with suppress(ProcessLookupError):
            os.kill(random.Random(kill.number).choice(targets), signal.SIGKILL)  # noqa: S311 - as above
        if kill.scenario.name == "serve":
            time.sleep(1)
            os.kill(process.pid, signal.SIGKILL)
        with suppress(subprocess.TimeoutExpired):
            code = process.wait(timeout=_ENDLESS)
            return told(process), max(0, code), process.pid
        os.kill(process.pid, signal.SIGKILL)
        process.wait(timeout=_ENDLESS)
        return "Traceback: it hung after a child was killed", 1, process.pid
    with suppress(ProcessLookupError):
        (os.killpg if kill.whom == "group" else os.kill)(process.pid, signal.SIGKILL)
    code = process.wait(timeout=_ENDLESS)
    return told(process), max(0, code), process.pid


def marked(mark: str, session: int = 0) -> list[int]:
    """The processes that have a mark in their environment, or belong to a session; children of children too."""
    wanted, found = f"{_MARK}={mark}\0".encode(), []
    for path in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            state, *_, of = (path.parent / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[:4]
            if state != "Z" and ((session and int(of) == session) or (mark and wanted in path.read_bytes())):
                found.append(int(path.parent.name))
    return found


def left_processes(mark: str, session: int) -> list[str]:
    """The processes of a command that are there after five seconds; they are ended."""
    deadline = time.monotonic() + _PATIENCE
    while (found := marked(mark, session)) and time.monotonic() < deadline:
        time.sleep(0.05)
    said = []
    for pid in found:
        with suppress(OSError):
            said.append(Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()[:200])
            os.kill(pid, signal.SIGKILL)
    return said


def states(now: Files, known: Reference, project: Path) -> Iterator[str]:
    """What is neither as before nor as after."""
    whole = [known.before, *known.between, known.after]
    for name, data in now.items():
        known_as = [state.get(name) for state in whole]
        if name.startswith("source/") and not _DRAFT.fullmatch(Path(name).name) and data not in known_as:
            yield f"torn: {name} ({len(data)} bytes)"
    for name in known.before.keys() - now.keys():
        if name.startswith("source/") and name in known.after:
            yield f"lost: {name}"
    for folder in {name.split("/")[1] for state in whole for name in state if name.startswith("build/")}:
        sets = [_of(folder, state) for state in (known.before, known.after)]
        if (found := _of(folder, now)) not in [*sets, {}] or (not found and sets[0]):
            yield f"mixed set: build/{folder}/ has {_described(found, sets)}"
    yield from _lost_entries(project, known)


def _of(folder: str, state: Files) -> Files:
    return {name: data for name, data in state.items() if name.startswith(f"build/{folder}/")}


def _described(found: Files, sets: Sequence[Files]) -> str:
    def which(name: str) -> str:
        same = [word for word, state in zip(("old", "new"), sets, strict=True) if state.get(name) == found.get(name)]
        return "/".join(same) or ("missing" if name not in found else "torn")

    return ", ".join(f"{name}: {which(name)}" for name in sorted({*found, *sets[0], *sets[1]}))


def _lost_entries(project: Path, known: Reference) -> Iterator[str]:
    """Entries of a ledger that were there before the kill, and are not, or were decided and are not."""
    made = files(project)
    for path in (known.project / "source").glob("*.links.toml"):
        name = f"source/{path.name}"
        if made.get(name) == known.after.get(name):
            continue  # `links mend` changes an entry that was decided
        before, _ = read_ledger(path)
        now, findings = read_ledger(project / "source" / path.name)
        entries = {entry.id: entry for entry in now.entries}
        if findings:
            yield f"lost: {path.name} cannot be read: {findings[0].message}"
        for entry in before.entries:
            if entry.id not in entries:
                yield f"lost: the entry {entry.id} of {path.name}"
            elif entry.status.decided and entries[entry.id] != entry:
                yield f"lost: the decision on {entry.id} in {path.name}"


def remains(now: Files, known: Reference, project: Path, *, same: bool = True) -> Iterator[str]:
    """What is not as it is where nobody kills: files that are left, files that are not right."""
    for name in sorted(now.keys() | known.after.keys()):
        if name not in known.after:
            yield f"left behind: {name}"
        elif same and now.get(name) != known.after[name]:
            yield f"not made by the next run: {name}"
    yield from leftovers(project)


def leftovers(project: Path) -> Iterator[str]:
    """Drafts, sets that wait, temporary files."""
    for top in ("build", "source"):
        for path in (project / top).rglob(".*"):
            if path.is_dir() and path.name != ".imports":
                yield f"left behind: {path.relative_to(project)}"
    for kept in ("tmp", "cache", "state"):
        for path in Path(f"{project}.{kept}").rglob("*"):
            if kept == "tmp" or _DRAFT.fullmatch(path.name):
                yield f"left behind: {kept}/{path.relative_to(f'{project}.{kept}')}"


def main(argv: Sequence[str] | None = None) -> int:
    """Kill commands, and print a table of what was found; 1 where something was."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.torture", description=__doc__)
    parser.add_argument("--kills", type=int, default=KILLS, help=f"how many ({KILLS})")
    parser.add_argument("--first", type=int, default=0, help="the number of the first one (0)")
    parser.add_argument("--seed", type=int, default=SEED, help=f"from which moments are chosen ({SEED})")
    parser.add_argument("--only", action="append", metavar="SCENARIO", help="one of the scenarios; may be repeated")
    options = parser.parse_args(argv)
    if not Path("/proc/self/environ").exists():
        parser.error("processes are looked for in /proc, which this system does not have")
    scenarios = [one for one in SCENARIOS if not options.only or one.name in options.only]
    if not scenarios:
        parser.error(f"scenarios are {', '.join(one.name for one in SCENARIOS)}")
    return _tortured(options, scenarios)


def _tortured(options: argparse.Namespace, scenarios: Sequence[Scenario]) -> int:
    done: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    import_all()
    with tempfile.TemporaryDirectory(prefix="torture-") as name, serving():
        root = Path(name)
        with suppress(KeyboardInterrupt):  # the table of what was done
            for kill, seconds, wrong in _all_wrong(options, scenarios, root):
                done[kill.scenario.name] += 1
                for one in wrong:
                    faults[one.partition(":")[0]] += 1
                    at = f"after {kill.share:.0%} of {seconds:.1f} s, {kill.whom}"
                    how = "".join(
                        word
                        for word, so in ((", cold", kill.cold), (", beside", kill.beside), (", clock", kill.jumps))
                        if so
                    )
                    print(
                        f"kill {kill.number} of seed {options.seed}: {kill.scenario.name} ({at}{how}): {one}",
                        flush=True,
                    )
                if sum(done.values()) % 10 == 0:
                    print(f"{sum(done.values())} kills, {sum(faults.values())} faults", file=sys.stderr, flush=True)
    print_table(done, faults, "kills")
    return 1 if faults else 0


def _all_wrong(
    options: argparse.Namespace, scenarios: Sequence[Scenario], root: Path
) -> Iterator[tuple[Kill, float, list[str]]]:
    """Yield each kill, the time that its command takes, and what was wrong after it."""
    known: dict[str, Reference] = {}
    for kill in kills(options.first, options.kills, options.seed, scenarios):
        if kill.scenario.name not in known:
            known[kill.scenario.name] = reference(kill.scenario, root)
        of_it = known[kill.scenario.name]
        yield kill, of_it.seconds, torture(kill, of_it, of_it.project.parent)


def print_table(done: Mapping[str, int], faults: Mapping[str, int], what: str) -> None:
    """Print how often each scenario was tried, and what was wrong; `what` is what was done to it, in the plural."""
    for name, number in sorted(done.items()):
        print(f"{name:16}{number:6} {what}")
    print(f"{'all':16}{sum(done.values()):6} {what}, {sum(faults.values())} faults")
    for name, number in sorted(faults.items()):
        print(f"  {name}: {number}")


if __name__ == "__main__":
    sys.exit(main())
