"""What was learned about gaps from sound prose: a table of weights a language, and how it scores the gaps of a text."""
