"""What EPUBCheck and Ace pass over in an EPUB and an editor would not: one rule a file, their order in `rules`."""
