"""The desk of `footlight serve`: essays and books of a project as pages, e-book and text, with findings and links.

`desk_site` answers requests, `essay_view` follows an essay, `book_view` shows a book; the others make what they show.
"""
