"""The formats that can be imported, a file each; `footlight.intake.reader_table` says what a reader is."""
