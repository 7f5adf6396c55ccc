"""An essay as frozen values: its metadata and notes, its pandoc tree, and the layout of its pages."""
