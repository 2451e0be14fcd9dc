"""What rules declare, as pages, tables and a schema for editors; nothing is said twice."""
