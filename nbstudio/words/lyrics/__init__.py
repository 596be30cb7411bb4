"""Lyrics: lines of text and when they are sung, read from and written to the formats that people have."""
