"""Indicators: what is published, how it is defined, and how it is estimated."""
