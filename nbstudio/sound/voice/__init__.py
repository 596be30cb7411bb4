"""Voice: text said aloud, from figures and abbreviations through phonemes to sound."""
