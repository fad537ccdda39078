"""The other builders: the same entries as plain pages, and a small theme of our own for each."""
