"""What a project decides in source/footlight.toml and templates/words: values, and how they are parsed."""
