"""The setter of previews: it lays out, and keeps the documents, of which only what is looked at is drawn."""

from footlight.engines.weasyprint.typesetter import LaidOutDocument
from footlight.essay.layout import Layout
from footlight.workflows.processes.setter import LayoutJob, LayoutResult, LocalSetter, PendingLayout


class PreviewSetter(LocalSetter):
    """Lays out, and keeps the last documents instead of making PDFs of them."""

    def __init__(self) -> None:
        super().__init__()
        self._laid: list[tuple[Layout, LaidOutDocument, tuple[str, ...]]] = []

    def begin(self, job: LayoutJob) -> PendingLayout:
        """Keep a document; it is laid out when its pages are asked for."""

        def laid_out() -> LayoutResult:
            laid = self.typesetter_for(job).lay_out(job.html, column=job.column)
            layout = laid.layout()
            self._laid = [*self._laid[-3:], (layout, laid, job.styles)]
            return LayoutResult(layout=layout, pdf=b"", warnings=laid.warnings)

        return laid_out

    def document_of(self, layout: Layout) -> tuple[LaidOutDocument, tuple[str, ...]]:
        """The document that a layout is of, and its style sheets. Raises StopIteration where it is too long ago."""
        return next((laid, styles) for known, laid, styles in reversed(self._laid) if known is layout)
