"""Figure: a whole person, far away, whom no portrait shows: anatomy, clothes, and the light that falls on them."""
