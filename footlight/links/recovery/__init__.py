"""Recovering what a missing link pointed to, from archives, with evidence."""
