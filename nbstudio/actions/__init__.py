"""Actions: every module is one, found by its name (see nbstudio/action.py)."""
