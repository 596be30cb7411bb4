"""The graph floor: steps into doit tasks, run under limits."""
