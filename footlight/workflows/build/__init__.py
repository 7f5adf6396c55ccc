"""From an essay's files to its products in build/NAME/, and the preflight of what stands there."""
