"""Checks of the editions: pure functions from a layout or a finished file to findings.

The gates (`layout_gate`, `epub_gate`) run in every build and stop it. `footlight check` runs a preflight for each kind
of file (`reading_preflight`, `print_preflight`, `binding_preflight`, `epub_preflight`), with the rules in `tag_rules`,
`pdfx_rules`, `epub_rules`, `reading_systems`, `manifest_check` and `metadata_rules`.
"""
