"""Whether a tagged PDF reads well by ear: one rule a file, over the tags as a programme that reads aloud gets them."""
