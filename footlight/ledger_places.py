"""Where in a ledger's file its entries stand, so that a finding about one can name its line."""

from pathlib import Path

from footlight.ledger import Entry
from footlight.ledger_file import ledger_text
from footlight.ledger_rows import Wrong
from footlight.toml_lines import logical_lines


def entry_lines(path: Path, entries: tuple[Entry, ...]) -> dict[str, int]:
    """The 1-based line of `id` of each entry that the file holds, by its id; nothing where it cannot be read."""
    try:
        lines = logical_lines(ledger_text(path).removeprefix("\ufeff"))
    except (FileNotFoundError, Wrong):
        return {}
    found: dict[str, int] = {}
    known = {entry.id for entry in entries}
    header: tuple[str, ...] = ()
    for line in lines:
        header = line.header or header
        if line.key == "id" and header == ("link",):
            name = line.text.partition("=")[2].strip().partition("#")[0].strip().strip("\"'")
            if name in known:
                found.setdefault(name, line.number)
    return found
