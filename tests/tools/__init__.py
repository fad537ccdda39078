"""What those who work on this project use: the reference of the manual, and a release."""
