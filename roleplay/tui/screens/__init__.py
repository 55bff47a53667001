"""One screen per phase of a play-through, the picker, and the sheets that open on top."""
