"""Scenery: places painted by numbers, to stand behind and before a person."""
