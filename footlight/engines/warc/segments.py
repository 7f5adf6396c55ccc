"""A capture that was cut into several records, joined: the first, then continuations (WARC 1.1, section 6.9).

What is joined is kept as one record, as if it had never been cut.
"""

from collections.abc import Sequence
from dataclasses import replace

from footlight.engines.warc.evidence_record import LARGEST, Artefact, read_back
from footlight.engines.warc.record_reader import RawRecord, Record


def joined_artefact(parts: Sequence[RawRecord], total: int) -> Artefact | None:
    """Join segments in their order, the first of them with the number 1; `total` are the bytes that they say they have
    together, 0 where none says it. Where one is missing, what stands before it is a truncated capture.

    None for a capture that cannot be kept.
    """
    known = next((at for at, part in enumerate(parts) if part.segment != at + 1), len(parts))
    if not known:
        return None
    first, block = parts[0], b"".join(part.block for part in parts[:known])
    whole = known == len(parts) and total == len(block) and not any(part.truncated for part in parts)
    said = "" if whole else first.truncated or "unspecified"
    artefact = Artefact(
        kind=first.kind,
        target=first.target,
        when=first.when,
        block=block[:LARGEST],
        content_type=first.content_type,
        truncated="length" if len(block) > LARGEST else said,
    )
    return artefact if artefact.writable else None


def joined_record(artefact: Artefact | None, first: Record) -> Record:
    """Read what was joined, as a record at the place of its first segment and with that one's id and digest; the first
    segment alone where nothing could be joined.
    """
    record = read_back(artefact) if artefact else None
    if record is None:
        return first
    return replace(
        record, record_id=first.record_id, digest=first.digest, offset=first.offset, inner=first.inner, segment=1
    )
