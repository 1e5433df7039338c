"""Bulk sources: a publisher's own files -> claims in the source's own names, strictly."""
