"""WORKED OUT: what follows from the register; nobody types these."""
