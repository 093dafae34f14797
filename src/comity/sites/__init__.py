"""The physics of a data centre at a place: air, weather, cooling, accounts."""
