"""Make for music videos."""

__version__ = "0.1.0"
