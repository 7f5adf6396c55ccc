"""Long documents laid out section by section, so that sections can be laid out beside each other and kept.

`division` divides the tree of a document where sections begin on new pages; `section_layout` lays one out and, when its
place in the document is known, finishes its pages; `drawn_section` is what comes of that: plain values that travel
between processes and can be kept on disk; `joined_document` makes one PDF of them, with one numbering, one set of font
subsets, one structure tree and one outline. A document is laid out in sections wherever it has some, by however many
processes: so its bytes do not depend on their number.
"""
