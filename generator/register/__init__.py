"""WRITTEN: what staff wrote, nothing more."""
