"""Evidence: captures behind a ledger's addresses are kept in a WARC beside it, and prove them without a network."""
