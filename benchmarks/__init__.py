"""Figures: speed, and recovery of links; run by `make bench`, never by the tests."""
