"""The craft of MP4: segments joined without encoding."""
