"""The shelf: a catalogue of the editions in build/, for programs that read OPDS and for people with a browser."""
