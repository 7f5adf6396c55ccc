"""pikepdf: PDFs finished after layout (reading, print, binding), and read for checks.

`content_stream` parses what a page draws, `pdf_file` opens and writes files; the other modules build on these two.
"""
