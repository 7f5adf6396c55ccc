"""The face that a project sets its texts in: read, asked whether it may be embedded, and what it lacks told."""

from collections.abc import Iterator

from footlight.editions.own_face import OwnFace
from footlight.engines.fonts.font_facts import Embedding, FontFacts, font_facts
from footlight.errors import EngineError, UsageError
from footlight.findings.finding import Finding, Severity
from footlight.input_record import read_input
from footlight.project import Project
from footlight.real_path import real_path
from footlight.settings.face_options import FaceOptions

_LARGEST = 30_000_000
"""Bytes of a font file; faces of Chinese characters have 20 MB."""


def project_face(options: FaceOptions, project: Project) -> tuple[OwnFace | None, tuple[Finding, ...]]:
    """Read the face of the settings; None without one, and where its maker does not allow it to be embedded.

    Raises UsageError where a file is missing or no font.
    """
    if not options.regular:
        return None, ()
    files = {style: project.root / name for style, name in options.files.items()}
    data = {style: _read(name, project) for style, name in options.files.items()}
    facts = {}
    for style, name in options.files.items():
        try:
            facts[style] = font_facts(data[style])
        except EngineError as error:
            hint = "Give a .ttf or .otf file that other programs can open."
            raise UsageError(f"[face] {_key(style)}: {name}: {error}", hint=hint) from None
    shown = project.shown(project.config)
    refused = tuple(_refused(facts, options, shown))
    if refused:
        return None, refused
    face = OwnFace(files=files, data=data, facts=facts)
    return face, tuple(_lacks(face, shown))


def _key(style: str) -> str:
    return style.replace("_", "-")


def _read(name: str, project: Project) -> bytes:
    """Read a file of the project. Raises UsageError where it is none, or too large."""
    path = real_path(project.root / name)
    try:
        if path.is_relative_to(real_path(project.root)) and path.is_file() and path.stat().st_size <= _LARGEST:
            return read_input(path)
    except OSError:
        pass
    hint = f"Paths in [face] begin at the project's folder; a file has {_LARGEST // 1_000_000} MB at most."
    raise UsageError(f"[face] names {name}, which is no file of the project that can be read", hint=hint)


def _refused(facts: dict[str, FontFacts], options: FaceOptions, shown: str) -> Iterator[Finding]:
    for style, font in facts.items():
        if font.embedding not in (Embedding.FREE, Embedding.READ_ONLY):
            yield Finding(
                code="face-not-embeddable",
                severity=Severity.WARNING,
                message=f"{options.files[style]} says that it may not be embedded in part"
                f" ({font.embedding.value}); the theme's face is used",
                hint="Ask its maker for a licence and a file that allow it, or take another face.",
                file=shown,
            )


_FEATURES = {
    "smcp": "small capitals: such words are set in its ordinary letters",
    "sups": "raised figures: calls of notes are its figures, smaller",
}


def _lacks(face: OwnFace, shown: str) -> Iterator[Finding]:
    """What a face cannot do, and what is done instead."""
    missing = [style for style in ("italic", "bold") if style not in face.files]
    said = [f"no {' and no '.join(missing)}: such words are set in Literata"] if missing else []
    said += [f"no {words}" for tag, words in _FEATURES.items() if tag not in face.facts["regular"].features]
    if said:
        yield Finding(
            code="face-lacks",
            severity=Severity.INFO,
            message=f"{face.family} has {'; '.join(said)}",
            hint="Nothing needs to be done. [face] takes italic and bold beside regular.",
            file=shown,
        )
    if not face.in_epub:
        yield Finding(
            code="face-not-in-epub",
            severity=Severity.INFO,
            message=f"{face.family} may stand in documents to be read and printed only; the EPUB is made without it",
            hint="Ask its maker for a licence for e-books.",
            file=shown,
        )
