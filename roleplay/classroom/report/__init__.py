"""A class on a page: what a rated table says, for the person who teaches it.

::

    rated table ──reply.py──▶ replies ──shelf.py──▶ by learner ──figures.py──▶ the class
                                                        └──────▶ pages.py ──▶ HTML

A table is gone through a row at a time, and what a page needs waits on the disk,
so that a report is bounded by its largest learner and not by its class. Everything
but :mod:`~roleplay.classroom.report.report`, :mod:`~roleplay.classroom.report.shelf`
and :mod:`~roleplay.classroom.report.folder` is pure: figures in, figures out.
"""

from roleplay.classroom.report.report import Made, Places, Report

__all__ = ["Made", "Places", "Report"]
