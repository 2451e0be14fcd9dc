"""Benchmarks: how fast each engine is, on the same machine in the same minute. `make bench` writes `RESULTS.md`."""
