"""What is known: facts with their sources, and findings that unfold to them."""
