"""Places: a collection; each module paints one, named by its file: `draw(canvas) -> Painting`."""
