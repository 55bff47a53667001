"""The command line: commands, exit codes, and who gets which rater and history.

Modules of this package are imported by :mod:`roleplay.cli.app`; what a command
needs is imported when it runs, so that ``roleplay --help`` loads no model.
"""

from roleplay.cli.app import main

__all__ = ["main"]
