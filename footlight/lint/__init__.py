"""Lint: rules on the prose of a source, before anything is made of it. `rules/` has a file for each.

A rule looks at a `Prose`, which is the text as its dialect is read, and yields a `Spot` for each place; the room turns
spots into places of the user's file, and leaves out what the writer wants ignored.
"""
