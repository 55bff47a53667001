"""The app: screens on which a learner picks a scenario, plays it and hears how it landed.

:mod:`~roleplay.tui.play` and :mod:`~roleplay.tui.words` need no screen and are
shared with ``--plain``; everything else is Textual's.
"""
