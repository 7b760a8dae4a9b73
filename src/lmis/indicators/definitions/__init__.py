"""The published definitions, by subject."""
