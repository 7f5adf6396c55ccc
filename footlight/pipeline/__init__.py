"""Read → annotate → set → check: one essay's way to its editions, what of it is stale, and in how many processes."""
