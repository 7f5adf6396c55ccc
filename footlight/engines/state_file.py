"""A file of what this machine remembers from run to run, shared by its processes (SQLite)."""

import sqlite3
from pathlib import Path

_PATIENCE = 60
"""Seconds that one process waits for another's transaction."""


def open_state(path: Path, tables: str, *, threads: bool = False) -> sqlite3.Connection:
    """The file with these tables in it; each statement is a transaction of its own where none was begun.

    `threads` says that several may use it. Raises sqlite3.Error.
    """
    db = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=not threads)
    try:
        db.execute("PRAGMA synchronous = OFF")  # a kill loses nothing; a loss of power at most the last few rows
        db.executescript(tables)
    except BaseException:
        db.close()
        raise
    return db
