"""YAML in, with positions: loading, checking and creating scenarios."""
