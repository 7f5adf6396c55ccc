"""How well the lines and pages of a finished PDF are set, measured on the places of its characters.

The room goes from characters to faults: `set_lines` puts characters together into words and lines, `text_block` learns
from all lines where the text block lies and which lines belong to it, `paragraph_faults` and `page_faults` look for
what a reader may stumble over, and `typography_report` counts that and says what is worth a finding. Widths of word
spaces are given as ratios to the face's own space, so that they mean the same in each face and size.
"""
