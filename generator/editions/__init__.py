"""REMEMBERED: what was public when."""
