"""What may be known: questions as `Select`, without a session."""
