"""The ledger of an essay's links, `source/NAME.links.toml`: its values, how it is read, and how it is rewritten."""
