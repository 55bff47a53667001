"""Hand-in: grades of a rated table, for a gradebook or a record store.

::

    rated table ──┐
    marks ────────┼─ weighing.py ─▶ attempts ─ choosing.py ─▶ grades ─┬▶ moodle.py
    scenarios ────┘                                                   ├▶ canvas.py
                                                                      └▶ xapi.py

An **attempt** is one reply to one scene. Of a learner's attempts at a scene the best,
the last or the mean counts; the **grade** for a scenario is the mean over the scenes that
the learner met, since which scenes these are is part of the play. Marks by people win
over the model. A grade that hangs on a reply that only a person can judge is *pending*:
it has no number, in any format.
"""
