"""Experiments: a question, a plan of runs, results."""
