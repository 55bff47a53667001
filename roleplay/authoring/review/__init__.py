"""What only the model can tell of a scenario: ``check --rate`` and ``check --play``.

The static checks ask whether a scenario can be played; the review asks whether it is
worth playing. Its rules are registered like theirs, with ``rated=True``. The rater is
handed in: nothing here knows where the model comes from.

An example outside its ``expect``, a test that fails and a reply that is not scored are
errors; the rest are warnings. ``expect`` sees levels rounded to whole numbers, and a
reference is below level 3 when its rounded level is. References are rated beside the
other references alone. A failing reply that the model is unsure of is a warning.
"""

from roleplay.authoring.review.learners import Visits, send_learners
from roleplay.authoring.review.memory import Memory, RememberingRater
from roleplay.authoring.review.run import Wanted, review, size

__all__ = ["Memory", "RememberingRater", "Visits", "Wanted", "review", "send_learners", "size"]
