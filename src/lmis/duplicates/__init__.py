"""Whether two records are the same person: which to compare, what speaks for it and against it; pure, no database."""
