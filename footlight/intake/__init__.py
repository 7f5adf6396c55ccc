"""Bring essays in: pages, captures, feeds, exports and documents become Markdown with every link and note counted.

A source is a `parcel.Parcel`. The reader that knows its format (a file of `readers/`) gives an `item.Item` for each
essay in it; `conversion` makes Markdown of an item and an account of its links, notes and pictures. Nothing here writes
files or opens connections: `footlight.workflows.intake` does.
"""
