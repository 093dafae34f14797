"""Who joined what: participation, and the gap."""
