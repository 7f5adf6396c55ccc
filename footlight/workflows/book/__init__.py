"""Books of many essays: what is ordered, its sections, its editions."""
