"""Web archives behind one protocol: what may be asked, and what may come back."""
