"""Khmer, Lao and Latin text, and how people write digits, dates, phones and amounts; pure, no database."""
