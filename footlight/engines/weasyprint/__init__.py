"""WeasyPrint: pages from HTML, and their tags. A job a module; what it is made to do otherwise is said where it stands."""
