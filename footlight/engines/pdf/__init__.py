"""pikepdf: what is put right in a PDF after layout, and what is read from one in checks. A job a module."""
