"""Is everybody treated alike: what adverts ask of people, who is reached, and a monitor of suggestions; pure."""
