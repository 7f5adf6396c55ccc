"""SQLite files that keep a state between runs, shared by all processes of this machine."""

import sqlite3
from pathlib import Path

_BUSY_TIMEOUT = 60
"""Seconds that one process waits for another's transaction."""


def open_state(path: Path, tables: str, *, threads: bool = False) -> sqlite3.Connection:
    """Open the file and create its tables. Outside of BEGIN and COMMIT each statement is a transaction of its own.

    `threads`: whether several threads may use the connection. Raises sqlite3.Error.
    """
    db = sqlite3.connect(path, timeout=_BUSY_TIMEOUT, isolation_level=None, check_same_thread=not threads)
    try:
        db.execute("PRAGMA journal_mode = WAL")  # a transaction then is one write, not a file made and deleted
        db.execute("PRAGMA synchronous = OFF")  # a killed process loses nothing, a power cut the last few rows
        db.executescript(tables)
    except BaseException:
        db.close()
        raise
    return db
