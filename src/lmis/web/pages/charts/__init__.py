"""Charts of published figures: each is a frozen description, and all its forms come of one table."""
