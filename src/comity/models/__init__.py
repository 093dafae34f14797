"""Open models: architecture, hardware, serving, energy."""
