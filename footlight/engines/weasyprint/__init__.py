"""WeasyPrint: pages from HTML, and their tags. A job a module; what is changed in it is said where it is."""
