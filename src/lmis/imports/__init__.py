"""PURE: kinds of files, and the way from bytes to commands and refusals."""
