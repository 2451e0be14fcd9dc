"""Scenarios: files in, validated scenarios and populated organisations out."""
