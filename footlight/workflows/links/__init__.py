"""What each `footlight links` command does: find, check, recover, review, ask, answer, verify, preserve."""
