"""A second implementation of the model, agent by agent, written from its specification alone."""
