"""The craft of sound: decoding, analysis, loudness, the mix."""
