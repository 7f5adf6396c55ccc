"""Inputs made to break Footlight, by kind, and a watch over what a process does with them."""
