"""Voice: text said aloud, from figures and abbreviations through phonemes to sound.

What decides how a sentence sounds, beside its words, stands here: it enters fingerprints, and planning loads
nothing else of this folder but `script`.
"""

MODEL = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
"""SHA-256 of the network (Kokoro-82M v1.0, 8-bit ONNX), joined from its packages."""
READING = 1
"""Raised when a text is read otherwise: normalisation, pronunciation, trimming, level."""
SLOWEST, FASTEST = 0.5, 2.0
"""Least and greatest speed that a voice can be asked for."""
