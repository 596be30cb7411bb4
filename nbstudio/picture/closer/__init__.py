"""Closer: shots of things, from near: what a film cuts away to, in a scene's own light."""
