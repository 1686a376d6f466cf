"""No nouns of its own yet."""
