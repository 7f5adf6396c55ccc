"""Finished EPUBs, read: the container, the package document, and the publication with all documents parsed.

The only reader of EPUBs: the gate, the rules of `check` and the shelf use it.
"""
