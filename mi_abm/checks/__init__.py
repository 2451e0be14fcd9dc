"""What every rule must obey, check by check; `mi_abm.testing` puts them together."""
