"""PURE: a job title, as somebody typed it, to the occupation that it names: candidates, their chances, and doubt."""
