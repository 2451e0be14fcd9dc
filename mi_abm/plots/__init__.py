"""Plots: results into figures; they draw and never compute."""
