"""Measurements and long gates; each module is one and prints its figures beside their goals."""
