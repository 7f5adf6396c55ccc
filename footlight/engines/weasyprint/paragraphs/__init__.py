"""Paragraphs whose lines are chosen together, as TeX does it, in the place of WeasyPrint's line after line.

`measures` reads a paragraph's widths from Pango and finds where its lines may end; `total_fit` chooses the ends;
`plans` keeps the choice with the paragraph; `planned_lines` makes WeasyPrint end its lines there; `justification` fills
the lines, with spaces and with glyphs that are a little wider or narrower; `page_fit` asks for other lines where a page
would end badly.
"""
