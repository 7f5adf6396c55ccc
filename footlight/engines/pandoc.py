"""pandoc: Markdown to its abstract syntax tree, and the tree to HTML fragments.

The program comes in the wheel pypandoc_binary. It always runs with `--sandbox`: its readers and writers open no file
that is not named on the command line.
"""

import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

from footlight.engines.bare_addresses import may_hold_bare_address
from footlight.engines.child_processes import end_program, run_program, start_program
from footlight.engines.installation import package_hint
from footlight.engines.operating_system import bound_program
from footlight.errors import EngineError, EnvironmentProblem
from footlight.essay.tree import Node, Nodes

READER = "markdown-raw_tex-latex_macros-yaml_metadata_block-pandoc_title_block-mmd_title_block"
"""TeX stays text. Front matter is read elsewhere, so that a line of hyphens is a rule."""
BARE_ADDRESSES = "+autolink_bare_uris"
"""A bare address becomes a link. Reading takes twice as long with this extension, so it is used only where needed."""

_BLANK = '"},{"t":"Space"},{"t":"Str","c":"'
"""What pandoc's JSON has between two words. It cannot be in a string, where every quote has a backslash."""

OLDEST = (3, 8)
"""The oldest pandoc that knows all options which it is given here (`--syntax-highlighting`)."""
API_VERSION = [1, 23, 1, 1]
"""The version of pandoc-types in the pandoc that the lock pins, for trees that are written to it."""


def pandoc_path() -> str:
    """Find pandoc: where PYPANDOC_PANDOC says, in the wheel, else by the PATH.

    Raises EnvironmentProblem where there is none.
    """
    # pypandoc is not imported for that: its import takes as long as pandoc takes for a short essay.
    named = os.environ.get("PYPANDOC_PANDOC", "")
    wheel = importlib.util.find_spec("pypandoc")
    bundled = [Path(folder, "files", "pandoc") for folder in (wheel and wheel.submodule_search_locations) or []]
    for path in map(str, [named, *bundled, *(file.with_suffix(".exe") for file in bundled), "pandoc"]):
        if path and (found := shutil.which(path)):
            return found
    raise EnvironmentProblem("pandoc was not found", hint=package_hint("pypandoc_binary"))


_MEMORY = ("+RTS", "-A32m", "-RTS")
"""Of GHC's runtime (https://downloads.haskell.org/ghc/latest/docs/users_guide/runtime_control.html): the memory that is
filled before anything in it is looked through. An essay of 1,500 words then takes 80 MB and two thirds of the time.
With the 8 MB that pandoc sets itself it takes 170 MB.
"""


def _memory_options(program: str) -> tuple[str, ...]:
    """`_MEMORY` for the pandoc of the wheel. Another one may be built without options for its runtime."""
    return _MEMORY if Path(program).parts[-3:-1] == ("pypandoc", "files") else ()


def pandoc_version() -> str:
    """The version of pandoc, such as `3.9`."""
    done = run_program([pandoc_path(), "--version"])
    return done.stdout.decode("utf-8", "replace").split("\n", 1)[0].removeprefix("pandoc ").strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """A warning of pandoc's (its `--log`, https://pandoc.org/MANUAL.html#option--log)."""

    type: str
    """Pandoc's own name for it, such as `UnclosedDiv`."""
    words: str
    """Its message in one line, without the name of the file."""
    line: int = 0
    """1-based, where what it is about begins; 0 where pandoc does not say."""
    subject: str = ""
    """The note, the reference or the formula that it is about."""


SECONDS = 20
"""Seconds of processor time that pandoc may take for a text, and one more for each 50,000 bytes; a megabyte takes 2 to
4. What takes longer is given up, and the paragraph that pandoc does not end with is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderOptions:
    """How pandoc reads a text."""

    format: str = READER
    """One of pandoc's, with its extensions."""
    metadata: Mapping[str, object] = field(default_factory=dict)
    """Plain values whose strings are Markdown; a string that ends in a newline becomes blocks, any other inlines."""
    seconds: int = SECONDS
    """Bound of processor time, as `SECONDS` says."""


class SlowTextError(EngineError):
    """Pandoc did not finish with a text in the time that its size allows."""


_OPTIONS = ReaderOptions()
_WAITING = 6
"""How many times its processor time pandoc may take by the clock, on a machine that is busy with other things."""


def read_markdown(
    text: str,
    meanwhile: Callable[[], None] | None = None,
    *,
    options: ReaderOptions = _OPTIONS,
    joined: bool = False,
    complaints: list[Complaint] | None = None,
) -> Node:
    """Read a Markdown text: its tree, `{"pandoc-api-version", "meta", "blocks"}`.

    `meanwhile` is called while pandoc reads. With `joined`, words with a space between them become one `Str`, which
    makes parsing the JSON four times as fast. Warnings are added to `complaints`. Raises EngineError where pandoc
    refuses the text or does not finish; its message says why.
    """
    out, warned = read_json(text, meanwhile, options=options)
    if complaints is not None:
        complaints += warned
    return tree_of(out, joined=joined)


def read_json(
    text: str, meanwhile: Callable[[], None] | None = None, *, options: ReaderOptions = _OPTIONS
) -> tuple[str, list[Complaint]]:
    """Read a Markdown text: the JSON of its tree as pandoc writes it, and warnings. Raises EngineError as above."""
    reader = reader_for(text, options.format)
    complaints: list[Complaint] = []
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".json") as file:
        file.write(_as_yaml(options.metadata))
        file.flush()
        args = [*json_reader(reader), "--metadata-file", file.name]
        out = _run(args, text, meanwhile, complaints, options.seconds)
    return out, complaints


def json_reader(reader: str) -> tuple[str, ...]:
    """The options with which a text in one of pandoc's formats is read."""
    return "--from", reader, "--to", "json"


def reader_for(text: str, reader: str) -> str:
    """One of pandoc's formats with the extensions that a text needs."""
    return reader + BARE_ADDRESSES if reader.startswith("markdown") and may_hold_bare_address(text) else reader


def tree_of(out: str, *, joined: bool = False) -> Node:
    """Parse pandoc's JSON, as `read_markdown` does. Raises EngineError where it is nested too deeply."""
    try:
        tree: Node = json.loads(out.replace(_BLANK, " ") if joined else out)
    except RecursionError:
        raise EngineError("the text is nested too deeply to be read") from None
    return tree


class ReadMarkdown(Protocol):
    """`read_markdown`, or what reads as it does."""

    def __call__(
        self,
        text: str,
        meanwhile: Callable[[], None] | None = None,
        *,
        options: ReaderOptions,
        joined: bool = False,
        complaints: list[Complaint] | None = None,
    ) -> Node:
        """Read a Markdown text."""


class WriteHtml(Protocol):
    """`write_html`, or what writes as it does."""

    def __call__(
        self,
        blocks: Nodes,
        meta: Node,
        *,
        csl: Path | None = None,
        files: Sequence[Path] = (),
        complaints: list[Complaint] | None = None,
    ) -> str:
        """Write blocks as HTML fragments."""


_NOT_PRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Characters that JSON has as they are and YAML only escaped."""


def _as_yaml(metadata: Mapping[str, object]) -> str:
    """The metadata as JSON that is YAML as well: no escaped surrogates, and nothing that YAML does not print."""
    text = json.dumps(dict(metadata), ensure_ascii=False)
    return _NOT_PRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


HTML_WRITER = (
    "--from", "json", "--to", "html5", "--mathml", "--wrap", "none", "--syntax-highlighting", "none",
)  # fmt: skip
"""The options with which trees are written as HTML."""


def write_html(
    blocks: Nodes,
    meta: Node,
    *,
    csl: Path | None = None,
    files: Sequence[Path] = (),
    complaints: list[Complaint] | None = None,
) -> str:
    """Write blocks as HTML fragments, well-formed as XML. Citations are resolved where `csl` is a style.

    `files` are bibliographies that the source names. Warnings are added to `complaints`. Raises EngineError as above.
    """
    args = [*HTML_WRITER]
    if csl:
        args += ["--citeproc", "--csl", str(csl)]
    args += [f"--bibliography={file}" for file in files if csl]
    return _run(args, json_document(blocks, meta), None, complaints)


def json_document(blocks: Nodes, meta: Node) -> str:
    """The JSON of a tree, as pandoc reads it."""
    return json.dumps({"pandoc-api-version": API_VERSION, "meta": meta, "blocks": blocks}, ensure_ascii=False)


MARKDOWN_WRITER = (
    "markdown-smart-raw_html-raw_attribute-native_divs-native_spans-fenced_divs-bracketed_spans-simple_tables"
    "-multiline_tables-raw_tex-latex_macros"
)
"""Markdown that `READER` reads: quotation marks and dashes as the characters that they are, tables of pipes where their
cells allow it, and nothing that a person would not type."""


def write_markdown(blocks: Nodes) -> str:
    """Write blocks as Markdown, a paragraph in one line. Raises EngineError as above."""
    args = ["--from", "json", "--to", MARKDOWN_WRITER, "--wrap", "none"]
    return _run(args, json_document(blocks, {}))


def read_document(text: str, reader: str) -> Node:
    """Read a text in another of pandoc's formats, such as `html` or `rst`. Raises EngineError as above."""
    tree: Node = json.loads(_run(["--from", reader, "--to", "json"], text))
    return tree


def _run(
    args: Sequence[str],
    text: str,
    meanwhile: Callable[[], None] | None = None,
    complaints: list[Complaint] | None = None,
    seconds: int = SECONDS,
) -> str:
    data = text.encode("utf-8")
    seconds += len(data) // 50_000
    with tempfile.TemporaryFile() as file, tempfile.NamedTemporaryFile(suffix=".json") as log:
        file.write(data)  # a file, not a pipe, which would have to be filled while `meanwhile` runs
        file.seek(0)
        with _started(args, log.name, file) as pandoc:
            out, err = _finished(pandoc, None, seconds, meanwhile)
        if complaints is not None:
            complaints += _complaints(log.read())
    return _written(pandoc.returncode, out, err, seconds)


class WaitingPandoc:
    """A pandoc that has started and waits for one text, so that nobody waits for its start."""

    def __init__(self, args: Sequence[str]) -> None:
        """`args` say what is read and written."""
        self._log = tempfile.NamedTemporaryFile(suffix=".json")  # noqa: SIM115 - it is closed in `end`
        self._pandoc = _started(args, self._log.name, subprocess.PIPE)

    @property
    def waits(self) -> bool:
        """Whether it is still there."""
        return self._pandoc.poll() is None

    def convert(self, text: str, complaints: list[Complaint] | None = None) -> str:
        """Convert the text. Raises EngineError as `read_markdown` does."""
        data = text.encode("utf-8")
        seconds = SECONDS + len(data) // 50_000
        try:
            out, err = _finished(self._pandoc, data, seconds)
            if complaints is not None:
                complaints += _complaints(self._log.read())
        finally:
            self.end()
        return _written(self._pandoc.returncode, out, err, seconds)

    def end(self) -> None:
        """End it where it waits."""
        self._log.close()
        with self._pandoc as pandoc:
            pandoc.kill()


def _started(args: Sequence[str], log: str, stdin: "IO[bytes] | int") -> "subprocess.Popen[bytes]":
    program = pandoc_path()
    command = [program, *_memory_options(program), "--sandbox", f"--log={log}", *args]
    return start_program(command, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def _finished(
    pandoc: "subprocess.Popen[bytes]", data: bytes | None, seconds: int, meanwhile: Callable[[], None] | None = None
) -> tuple[bytes, bytes]:
    """What pandoc writes of its text, on both outputs. Raises SlowTextError."""
    bound_program(pandoc.pid, seconds=seconds)
    try:
        if meanwhile:
            meanwhile()
        return pandoc.communicate(data, timeout=_WAITING * seconds)
    except subprocess.TimeoutExpired:
        raise SlowTextError(f"pandoc had not finished with the text after {_WAITING * seconds} s") from None
    finally:
        pandoc.kill()  # after an exception; it does nothing once pandoc has ended


def _written(code: int, out: bytes, err: bytes, seconds: int) -> str:
    """What pandoc wrote. Raises EngineError where it refused the text, SlowTextError where its time was over."""
    if -code in (signal.SIGXCPU, signal.SIGKILL):
        raise SlowTextError(f"pandoc had not finished with the text after {seconds} s of processor time")
    if code:
        output = err.decode("utf-8", "replace").strip().splitlines()
        raise _too_old() or EngineError(f"pandoc refused the text: {' '.join(output)[:500]}")
    return out.decode("utf-8")


def _too_old() -> EnvironmentProblem | None:
    """Why pandoc refuses its options: one that the machine brings may be older than what they need."""
    numbers = tuple(int(part) for part in re.findall(r"\d+", pandoc_version())[:2])
    if not numbers or numbers >= OLDEST:
        return None
    words = f"pandoc {pandoc_version()}, {pandoc_path()}, is too old; it takes {OLDEST[0]}.{OLDEST[1]} or newer"
    return EnvironmentProblem(words, hint=package_hint("pypandoc_binary"))


def _complaints(log: bytes) -> Iterator[Complaint]:
    for entry in json.loads(log) if log.strip() else ():
        if entry.get("verbosity") != "WARNING":
            continue
        place = entry.get("openpos") or entry
        source = str(place.get("source", ""))
        words = " ".join(str(entry.get("pretty", "")).split())
        yield Complaint(
            type=str(entry.get("type", "")),
            words=words.replace(f"{source} ", "") if source else words,
            line=int(place.get("line", 0)),
            subject=str(entry.get("key") or entry.get("contents") or ""),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    """A document of another format, as pandoc reads it."""

    written: str
    """The document in the format that was asked for; the targets of its pictures are keys of `media`."""
    media: Mapping[str, bytes]
    """The pictures in it, by their targets."""
    complaints: tuple[Complaint, ...]
    """Warnings, such as what was passed over."""

    @property
    def tree(self) -> Node:
        """What was written as JSON. Raises EngineError where it is nested too deeply."""
        try:
            tree: Node = json.loads(self.written)
        except RecursionError:
            raise EngineError("the document is nested too deeply to be read") from None
        return tree


MEDIA_LIMIT = 256 * 2**20
"""Bytes of all pictures of a document together; what comes after them is left out."""


MANUSCRIPT_MEMORY = 2**30
"""Bytes of memory that pandoc may take for a document, and 200 for each of its bytes. 3,000 tables in each other took
over 4 GB."""


def read_manuscript(data: bytes, reader: str, writer: str = "json") -> Manuscript:
    """Read the bytes of a document in one of pandoc's formats, such as `docx`, with the pictures in it.

    Raises EngineError where pandoc refuses it; its message says why.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, log, written = folder / "source", folder / "log", folder / "written"
        source.write_bytes(data)
        command = [pandoc_path(), "--sandbox", "--mathjax", "--wrap=none", f"--from={reader}", f"--to={writer}"]
        command += ["--extract-media=media", f"--log={log.name}", f"--output={written.name}", source.name]
        seconds = 120 + len(data) // 200_000
        with start_program(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as pandoc:
            bound_program(pandoc.pid, seconds=seconds, memory=MANUSCRIPT_MEMORY + 200 * len(data))
            try:
                _, err = pandoc.communicate(timeout=2 * seconds)
            except subprocess.TimeoutExpired:
                raise EngineError(f"pandoc had not finished with the document after {2 * seconds} s") from None
            finally:
                end_program(pandoc)
        if pandoc.returncode or not written.is_file():
            words = err.decode("utf-8", "replace").split()
            raise EngineError(f"pandoc refused it: {' '.join(words)[:300]}")
        return Manuscript(
            written=written.read_text(encoding="utf-8"),
            media=dict(_media(folder)),
            complaints=tuple(_complaints(log.read_bytes() if log.is_file() else b"")),
        )


def _media(folder: Path) -> Iterator[tuple[str, bytes]]:
    left = MEDIA_LIMIT
    for file in sorted((folder / "media").rglob("*")):
        if file.is_file() and not file.is_symlink() and file.stat().st_size <= left:
            left -= file.stat().st_size
            yield file.relative_to(folder).as_posix(), file.read_bytes()
