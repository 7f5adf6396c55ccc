"""warcio: the captures in WARC files, read as hostile input, and captures that are kept as evidence.

`record_reader` reads any WARC file, within the bounds of `bounded_gzip`; `evidence_record` writes and verifies our own.
"""

from footlight.engines.warc.record_reader import CONTINUATION, Record, is_empty, record_at, records

__all__ = ["CONTINUATION", "Record", "is_empty", "record_at", "records"]
