"""Tables in, rated tables out."""
