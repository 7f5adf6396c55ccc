"""Where in a Markdown source a link is missing: rules on the text alone, without pandoc and without a network."""

from footlight.links.gaps.rule_table import find, is_learned

__all__ = ["find", "is_learned"]
