"""Captions: lines of text wrapped, set and laid over frames, in time with a song."""
