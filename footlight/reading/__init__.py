"""Source to essay: front matter, pandoc's tree, and what has to be kept out of an edition."""
