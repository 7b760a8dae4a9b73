"""DOOR: pages and API. Here time, identity and transactions begin."""
