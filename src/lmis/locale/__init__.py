"""Words: sentences and labels in English, Khmer and Lao, from gettext catalogues that are read as they are."""
