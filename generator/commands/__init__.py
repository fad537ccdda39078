"""The commands of ``yswd``, by who uses them; each imports what it needs when it runs."""
