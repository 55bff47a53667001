"""How the shipped model does on the behavioural suite: ``python tests/behaviour/report.py``.

Prints the pass rate of every category; ``--failing`` lists the cases that fail,
with their levels; ``--write-gate`` makes these rates the floor of the test run.
"""

import argparse
import sys
from pathlib import Path

# Run as a file, Python looks for modules beside it and not in the tests' folder.
sys.path.insert(0, str(Path(__file__).parents[1]))

from behaviour import suite
from roleplay.errors import ModelError
from roleplay.rater.local import LocalRater


def main() -> None:
    """Rate the suite once and say what came of it."""
    parser = argparse.ArgumentParser(description="Pass rates of the behavioural suite.")
    parser.add_argument("--failing", action="store_true", help="list the cases that fail")
    parser.add_argument("--write-gate", action="store_true", help="keep these rates as the floor")
    asked = parser.parse_args()
    try:
        outcomes = suite.rate(suite.load_cases(), suite.load_scenes(), LocalRater.load())
    except ModelError as error:
        sys.stderr.write(f"{error.message} {error.hint}\n")
        sys.exit(error.exit_code)
    if asked.failing:
        sys.stdout.write("\n".join(suite.failing(outcomes)) + "\n")
    if asked.write_gate:
        suite.write_gate(outcomes)
    sys.stdout.write(suite.table(outcomes, suite.load_gate()))


if __name__ == "__main__":
    main()
