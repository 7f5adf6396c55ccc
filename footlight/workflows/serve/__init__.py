"""The steps of `footlight serve` and `footlight shelf`: the site, the watcher, the catalogue's files."""
