"""Names for the objects of WeasyPrint and pydyf in our signatures.

Neither package has types, so each name stands for Any; it tells a reader which class is meant.
"""

from typing import Any

Box = Any
"""A box of a page that is laid out: `weasyprint.formatting_structure.boxes.Box`."""
HtmlElement = Any
"""The element of the HTML that a box was made for: `xml.etree.ElementTree.Element`, behind WeasyPrint's wrapper."""
Page = Any
"""A page: `weasyprint.document.Page`."""
RenderedDocument = Any
"""All pages of a document: `weasyprint.document.Document`."""
LayoutState = Any
"""What WeasyPrint carries through a layout: `weasyprint.layout.LayoutContext`."""
StyleLookup = Any
"""The styles of a document, by element and pseudo-element: `weasyprint.css.StyleFor`."""
Style = Any
"""The computed style of an element or a box, a dictionary of properties: `weasyprint.css.Style`."""
ContentStream = Any
"""The content stream of a page: `weasyprint.pdf.stream.Stream`."""
PdfFont = Any
"""A font of a PDF: `weasyprint.pdf.fonts.Font`."""
Pdf = Any
"""A PDF while it is made: `pydyf.PDF`."""
Tags = dict[Any, Any]
"""By box, the marked-content sequence that a page's content stream has for it: `weasyprint.pdf.stream.Stream._tags`."""
