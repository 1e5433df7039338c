"""Who keeps which control over those who use a model: openness, licence terms, governance types."""
