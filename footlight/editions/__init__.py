"""Editions from an annotated essay: HTML fragments, the page document, booklet and cover, the EPUB."""
