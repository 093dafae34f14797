"""One file for each outside source: fetch it, return the columns of the embedded table."""
