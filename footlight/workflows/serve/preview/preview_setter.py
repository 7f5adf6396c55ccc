"""The setter of previews: it lays out, and keeps the documents, of which only what is looked at is drawn."""

from collections.abc import Iterator
from itertools import count

from footlight.engines.weasyprint.edits.editable_layout import EditableLayout
from footlight.engines.weasyprint.typesetter import LaidOutDocument, Typesetter
from footlight.essay.layout import Layout, NoteColumn
from footlight.workflows.processes.setter import LayoutJob, LayoutResult, LocalSetter, PendingLayout


class KeptLayout:
    """What is kept of the layout of a text for that of its next state."""

    def __init__(self) -> None:
        self._layout = EditableLayout()
        self._set_by: tuple[Typesetter, NoteColumn | None] | None = None

    def lay_out(self, typesetter: Typesetter, job: LayoutJob) -> LaidOutDocument:
        """Lay the next state out."""
        if self._set_by != (typesetter, job.column):
            self._layout.forget()
            self._set_by = typesetter, job.column
        return typesetter.lay_out_edited(job.html, self._layout, job.column)


class PreviewSetter(LocalSetter):
    """Lays out, and keeps the last documents instead of making PDFs of them."""

    def __init__(self) -> None:
        super().__init__()
        self._laid: list[tuple[Layout, LaidOutDocument, tuple[str, ...]]] = []
        self._followed: Iterator[KeptLayout] = iter(())

    def follow(self, layouts: list[KeptLayout]) -> None:
        """Lay the next text out as an edit of the one before: `layouts` has what was kept of that, and is added to.

        A text may be laid out more than once, with its notes or its last lines elsewhere; each of these layouts follows
        the one of the same number.
        """

        def each() -> Iterator[KeptLayout]:
            for number in count():
                if number == len(layouts):
                    layouts.append(KeptLayout())
                yield layouts[number]

        self._followed = each()

    def follow_no_more(self) -> None:
        """Lay each text out as a whole."""
        self._followed = iter(())

    def begin(self, job: LayoutJob) -> PendingLayout:
        """Keep a document; it is laid out when its pages are asked for."""

        def laid_out() -> LayoutResult:
            typesetter, followed = self.typesetter_for(job), next(self._followed, None)
            if followed is None:
                laid = typesetter.lay_out(job.html, column=job.column)
            else:
                laid = followed.lay_out(typesetter, job)
            layout = laid.layout()
            self._laid = [*self._laid[-3:], (layout, laid, job.styles)]
            return LayoutResult(layout=layout, pdf=b"", warnings=laid.warnings)

        return laid_out

    def document_of(self, layout: Layout) -> tuple[LaidOutDocument, tuple[str, ...]]:
        """The document that a layout is of, and its style sheets. Raises StopIteration where it is too long ago."""
        return next((laid, styles) for known, laid, styles in reversed(self._laid) if known is layout)
