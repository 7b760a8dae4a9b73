"""What may be done: the only code that writes. `(session, by, commands) -> list[Outcome]`, for one or for many."""
