"""What travels in a reading edition that is a PDF/A-3: the essay as it was written, and what is known of its links."""

from pathlib import Path

from footlight.engines.pdf.attachments import Attachment
from footlight.project import evidence_path, ledger_path
from footlight.settings.values import Config, Standard


def attachments(essay: Path, config: Config) -> tuple[Attachment, ...]:
    """The source and its ledger; the captured pages only where they too are asked for: they are other people's."""
    if config.reading.standard is not Standard.A3A:
        return ()
    wanted = [
        (essay, "text/markdown", "Source", "The essay, in Markdown"),
        (ledger_path(essay), "application/toml", "Data", "The ledger of its links, with the evidence"),
        *(
            [(evidence_path(essay), "application/gzip", "Supplement", "The captured pages")]
            if config.reading.captures
            else []
        ),
    ]
    return tuple(
        Attachment(
            name=path.name, media_type=kind, relationship=relationship, description=words, data=path.read_bytes()
        )
        for path, kind, relationship, words in wanted
        if path.is_file()
    )
