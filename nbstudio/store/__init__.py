"""The store: artifacts by content, and what is known of them."""
