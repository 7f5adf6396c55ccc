"""Comparing text: normalization, the search for a quotation, and similarity."""
