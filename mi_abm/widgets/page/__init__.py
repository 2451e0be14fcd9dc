"""The page that `mi-abm app` serves: the explorer with one's own organisation, the network, and the report."""
