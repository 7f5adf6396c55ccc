"""Import: sources are opened (`acquisition`), read and converted (`import_runs`), written (`essay_writing`)."""
