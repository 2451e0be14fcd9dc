"""The engine: runs weeks; knows phases, not psychology."""
