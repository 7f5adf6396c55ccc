"""A document that is laid out again after an edit: only the pages that the edit changes are made.

`box_marks` tells boxes before layout apart, `edited_tree` puts the blocks that differ into the tree of the layout
before, `kept_pages` takes the pages in front of them and behind them, `page_margins` finishes pages,
`known_styles` takes the styles of the same elements, and `editable_layout` is the way in. Where a change cannot be
followed, the document is laid out as a whole.
"""
