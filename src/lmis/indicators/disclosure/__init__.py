"""Which cells of published tables are hidden, so that no small one can be worked out from all that is shown."""
