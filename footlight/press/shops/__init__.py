"""Print shops: one file each, whose name is the shop's name in `[print] preset`, with `_` for a hyphen.

A file defines SHOP, a `Preset` without a name, with the source of its figures and the day on which they were compared
with it. To add a shop, add a file; tests/test_shops.py checks it, and `make docs` adds it to docs/printing.md.
"""
