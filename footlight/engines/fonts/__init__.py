"""fontTools and HarfBuzz: subsets of fonts, and the outlines of their glyphs."""
