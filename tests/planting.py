"""Faults planted in products that were really built."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from conftest import SEED
from pikepdf import Pdf
from workshop import Run, Workshop

EXPECTED = {"stale", "rights-unrecorded"}
"""Said of every planted file, which is not as the build left it, and of the first essay, not allowed by anybody yet."""


def product(workshop: Workshop, ending: str) -> Path:
    return workshop.build / SEED / f"{SEED}{ending}"


def spoil(path: Path, change: Callable[[Pdf], None]) -> None:
    with Pdf.open(path, allow_overwriting_input=True) as pdf:
        change(pdf)
        pdf.save(path, fix_metadata_version=False)


def list_anew(workshop: Workshop, change: Callable[[dict[str, Any]], None]) -> None:
    path = product(workshop, ".links.json")
    value = json.loads(path.read_bytes())
    change(value)
    path.write_text(json.dumps(value), encoding="utf-8")


def faults(done: Run) -> set[str]:
    return set(done.codes) - EXPECTED


def odd(pdf: Pdf) -> None:
    """A page less than whole leaves have."""
    del pdf.pages[-1]
