"""What was seen is kept: the captures behind a ledger in a WARC beside it, and proof from them without a network."""
