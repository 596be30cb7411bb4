"""Composing: songs written from a sentence, played and mastered, without a key or a network."""
