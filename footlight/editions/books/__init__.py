"""A book of many essays: its sections, and what stands before, between and behind them."""
