"""warcio: what captures a WARC holds, read as hostile input, and those that are kept as evidence, written. A job a
module.
"""

from footlight.engines.warc.record_reader import Record, record_at, records

__all__ = ["Record", "record_at", "records"]
