"""The craft of faces: detection, embedding, packs."""
