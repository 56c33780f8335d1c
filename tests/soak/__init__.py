"""What is promised, tried many times over: `make soak` runs every family and prints one table (SECURITY.md)."""
