"""The preview of an essay that is being written: its text and its pages, in a resident process.

`essay_preview` makes them, `preview_process` is the process, `messages` are what the two sides say to each other.
"""
