"""Titles: a film's name, who made it, and its end, set in the letters of its style and laid over its pictures."""
