"""An essay's Markdown source as the rules, link checks and recovery read it: with offsets, and without pandoc."""
