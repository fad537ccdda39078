"""Tests mirror the rooms of ``generator/``."""
