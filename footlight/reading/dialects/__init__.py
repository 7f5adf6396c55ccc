"""How a post is read: in the Markdown of its generator, whose constructs are made pandoc's before pandoc reads it."""
