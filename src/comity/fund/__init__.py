"""Envelopes, grant element, selection: the mathematics of a common fund."""
