"""Annotated essay to editions: HTML fragments, their layout on pages, the PDFs made of it, the EPUB."""
