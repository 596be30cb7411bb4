"""Commands: every module is one, found by its name (see nbstudio/cli.py)."""
