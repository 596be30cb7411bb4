"""Families of transitions, one a module: `make(params, stage)` returns the mixer (see picture/transition.py)."""
