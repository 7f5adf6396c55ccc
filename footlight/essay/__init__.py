"""An essay as frozen values: its document, its tree, and the layout of its pages."""
