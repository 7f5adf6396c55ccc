"""The reading side of EPUB: the container, its package document, and the publication as a reading system opens it."""
