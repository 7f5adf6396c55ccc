"""Fuzz a reader: `python -m fuzz TARGET SECONDS FOLDER`, from tests/; `make fuzz` does it for all targets.

Seconds are of processor time, so that a busy machine makes no shorter run.

Atheris (libFuzzer) chooses inputs by the branches that they reach. A fault does not end it: the first input that shows a
fault is kept in FOLDER, named by target and place, and the run goes on. At its end a line of JSON says how many inputs
were read, how many faults there were, and when the last new one came.
"""

import json
import os
import sys
import time
import traceback
from hashlib import sha256
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["footlight"], enable_loader_override=False):
    from fuzz.targets import TARGETS

_SLOW = 5.0
"""Seconds of processor time, Atheris's own included, after which an input counts as a fault."""
_LARGEST = 8_192
"""Bytes of an input. Larger ones are written by hand: tests/hostile."""


class _Run:
    """One run of one target."""

    def __init__(self, name: str, seconds: int, folder: Path) -> None:
        self.name, self.seconds, self.folder = name, seconds, folder
        self.read = TARGETS[name].read
        self.began, self.started = time.monotonic(), time.process_time()
        self.executions = 0
        self.faults: dict[str, float] = {}
        """The second of processor time in which each fault came first, by its place."""

    def one(self, data: bytes) -> None:
        """Read an input."""
        self.executions += 1
        began = time.process_time()
        try:
            self.read(data)
        except Exception as error:  # noqa: BLE001 - what escapes is what is looked for
            self.keep(_place(error), data, traceback.format_exc())
        if time.process_time() - began > _SLOW:
            self.keep("slow", data, f"{time.process_time() - began:.1f} s\n")
        if time.process_time() - self.started > self.seconds:
            self.tell()
            os._exit(0)  # libFuzzer would end the process in the same way, without a word

    def keep(self, place: str, data: bytes, told: str) -> None:
        """Keep the first input that shows a fault."""
        if place in self.faults:
            return
        self.faults[place] = round(time.process_time() - self.started, 1)
        stem = f"{self.name}-{sha256(place.encode()).hexdigest()[:8]}"
        (self.folder / f"{stem}.input").write_bytes(data)
        (self.folder / f"{stem}.txt").write_text(f"{place}\n\n{told}", encoding="utf-8", errors="replace")

    def tell(self) -> None:
        """Write what came of the run."""
        row = {
            "target": self.name,
            "seconds": round(time.monotonic() - self.began),
            "processor": round(time.process_time() - self.started),
            "executions": self.executions,
            "faults": self.faults,
        }
        with (self.folder / "runs.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")


def _place(error: Exception) -> str:
    """The kind of an error and the last line of Footlight's own that it passed."""
    ours = [f for f in traceback.extract_tb(error.__traceback__) if "/footlight/" in f.filename]
    last = f"{Path(ours[-1].filename).name}:{ours[-1].name}" if ours else "outside"
    return f"{type(error).__name__} in {last}"


def main() -> None:
    """Run one target for so many seconds."""
    name, seconds, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]).resolve()
    corpus = folder / "corpus" / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(TARGETS[name].seeds):
        (corpus / f"seed{number}").write_bytes(seed)
    words = folder / f"{name}.dict"
    lines = ("".join(f"\\x{byte:02x}" for byte in word) for word in TARGETS[name].words)
    words.write_text("".join(f'"{line}"\n' for line in lines), encoding="ascii")
    os.environ["XDG_CACHE_HOME"] = os.environ["XDG_STATE_HOME"] = str(folder / "home")
    run = _Run(name, seconds, folder)
    options = [f"-max_len={_LARGEST}", "-timeout=120", "-rss_limit_mb=3000"]
    atheris.Setup([sys.argv[0], *options, f"-dict={words}", f"-artifact_prefix={folder}/", str(corpus)], run.one)
    atheris.Fuzz()


main()
