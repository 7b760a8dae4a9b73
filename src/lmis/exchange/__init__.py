"""PURE: our figures and records in other people's formats: SDMX, workbooks, CSV, schema.org."""
