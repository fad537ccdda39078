"""SHOWN: pages, feeds, files and mail; each reads the same facts."""
