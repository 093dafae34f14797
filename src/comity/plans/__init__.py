"""Two or more domains put together, every number wrapped as a finding."""
