"""Governance: who may do what with an asset, on whose terms, and for which reasons."""
