"""The steps of `footlight links`: find, check, recover, review, ask and answer, verify, preserve."""
