"""You said, we did: a public feedback site from one register."""
