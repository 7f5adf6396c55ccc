"""The web edition: one accessible HTML file with its styles, its face and its pictures inside.

Read in this order: `web_document` (fragments to one document); `document_styles` (its style sheet, with a place in the
margin for each note); `description` (what it says of itself to programs); `inner_files` (faces and pictures as data
addresses).
"""
