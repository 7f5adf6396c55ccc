"""The EPUB: fragments to documents, documents to a package, all of it the same bytes for the same input.

Read in this order: `making` (the stages); `parts`, `xhtml`, `chapters` (fragments to trees); `documents` and `noting`
(trees to documents); `pagelist` (the pages of the edition on paper); `package`, `contents` and `metadata` (what leads
into them and what is said of them); `faces` and `pictures` (what the book holds besides); `container` (the zip).
"""
