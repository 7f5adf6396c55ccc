"""The releases of WeasyPrint and pydyf that are patched: apart from the long list of names, which no build needs."""

RELEASES = {"weasyprint": "70.0", "pydyf": "0.13.0"}
"""Below 70, WeasyPrint has CVE-2025-68616, CVE-2026-49452 and CVE-2026-55073."""
