"""The counter's API: a route reads, or carries out one command, and tells what came of it."""
