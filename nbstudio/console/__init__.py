"""The console: all that is printed."""
