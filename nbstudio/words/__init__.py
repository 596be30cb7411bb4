"""The craft of words: reading sentences, writing storyboards."""
