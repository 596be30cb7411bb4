"""The craft of pictures: colour, motion, joins, scenery, looks."""
