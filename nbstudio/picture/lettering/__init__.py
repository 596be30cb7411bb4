"""Lettering: text as pictures of letters, set by fonts that come with the install, in any script."""
