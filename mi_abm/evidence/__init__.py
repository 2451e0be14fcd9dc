"""Evidence: published facts that the defaults may be fitted to, and how the model meets them."""
