"""Packs: scenarios that travel together, in a folder or a zip with a ``pack.yaml``.

What is in a pack is read into memory, counted as it is read, and checked as a whole;
only then does anything of it touch the disk. :mod:`~roleplay.authoring.packs.archive` and
:mod:`~roleplay.authoring.packs.folder` say what there is, in the same terms;
:mod:`~roleplay.authoring.packs.intake` refuses what a pack may not have;
:mod:`~roleplay.authoring.packs.check` reads ``pack.yaml`` and every scenario;
:mod:`~roleplay.authoring.packs.installed` keeps packs for play.
"""
