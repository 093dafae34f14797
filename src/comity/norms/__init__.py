"""Instruments, their provisions and the principles they contain."""
