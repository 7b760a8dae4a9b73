"""What may be asked: API body, CSV row and web form all produce these same commands."""
