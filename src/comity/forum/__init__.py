"""Deliberation: votes, opinion groups, consensus."""
