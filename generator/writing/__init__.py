"""Writing for staff: what they answer becomes lines in their own file, and nothing else moves."""
