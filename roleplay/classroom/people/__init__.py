"""What people say beside the model: marking, agreement, calibration, rulings.

::

    bench ───▶ the screen on which replies are marked blind, the most telling first
    pairs ───▶ agree       how far model and people agree
          └──▶ calibrate   whether the model can be bent to a person's severity
    rulings ─▶ what was ruled on appeals, looked at again by ``verify``

Marks themselves are read by :mod:`roleplay.classroom.marks`; a calibration is applied by
:mod:`roleplay.classroom.calibration`.
"""
