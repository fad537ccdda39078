"""Tests of what those who work on this project use."""
