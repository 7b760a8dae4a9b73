"""What leaves the API: one `…Out` per noun, made by its `of`."""
