"""The plan floor: a Video into Steps, purely."""
