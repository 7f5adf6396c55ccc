"""Footlight: essays that lost their links, made into editions with the links set as footnotes."""

__version__ = "0.1.0"
