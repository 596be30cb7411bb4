"""Providers: every module is one, found by its name (see nbstudio/provider.py)."""
