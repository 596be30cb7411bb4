"""The spec floor: text into a Video."""
