"""What members did: append-only, hash-chained events."""
