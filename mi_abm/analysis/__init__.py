"""Analysis: contrasts between scenarios on the same people and the same luck."""
