"""WeasyPrint and pydyf: pages from HTML, and their PDF.

`typesetter` is where to begin. `patches` says what is changed in the two packages, `private_names` what that relies on.
"""
