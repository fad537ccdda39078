"""Writing for staff."""
