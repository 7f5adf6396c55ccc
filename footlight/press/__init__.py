"""What a print shop asks for: paper sizes, shop presets, the job ticket, binding, cover geometry, ISBN."""
