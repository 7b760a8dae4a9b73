"""Which jobs suit a person, and why: whole points, each with its reason; pure, no database."""
