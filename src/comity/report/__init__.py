"""A brief as a page, as text, as data."""
