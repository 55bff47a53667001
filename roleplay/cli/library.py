"""Which scenarios there are: every command gets them from here."""

from typing import TYPE_CHECKING

from roleplay import paths

if TYPE_CHECKING:
    from roleplay.authoring.library import ScenarioLibrary


def make_library() -> "ScenarioLibrary":
    """The shipped scenarios, and those of installed packs.

    Of two with the same id the shipped one is used: a table that names it is rated
    against the same scene on every machine.
    """
    from roleplay.authoring.library import ScenarioLibrary
    from roleplay.authoring.packs.places import installed_folders

    return ScenarioLibrary([paths.scenarios(), *installed_folders(paths.packs())], paths.cache())
