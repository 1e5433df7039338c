"""Identity, quantities and dates: claims in names of sources -> facts about one set of things."""
