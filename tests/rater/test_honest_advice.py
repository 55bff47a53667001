"""With the shipped model: what is promised is what rating the changed reply gives."""

import asyncio
from dataclasses import replace

import pytest
from support.office import CURT, PLAIN, exchange

from roleplay.advice import advise, candidate_changes
from roleplay.advice.pieces import Pieces
from roleplay.rater.local import LocalRater
from roleplay.rating import InProcess


@pytest.mark.parametrize("reply", [PLAIN, CURT, "Calm down. I will look at it after lunch."])
def test_a_weak_reply_gets_advice_that_a_second_rating_confirms(
    rater: LocalRater, reply: str
) -> None:
    this = exchange(reply)
    (rating,) = rater.rate([this])
    found = asyncio.run(advise(this, rating, InProcess(rater)))
    assert found
    assert any(advice.after - advice.before > 1 for advice in found)
    pieces = asyncio.run(Pieces().of(this, InProcess(rater)))
    for advice in found:
        changed = [
            change.reply
            for change in candidate_changes(this, rating, pieces)
            if (change.move, change.ladder) == (advice.move, advice.ladder)
        ]
        (after,) = rater.rate([replace(this, reply=changed[0])])
        assert advice.before == pytest.approx(rating.value(advice.ladder), abs=0.01)
        assert advice.after == pytest.approx(after.value(advice.ladder), abs=0.01)
        assert advice.after - advice.before >= 0.3 - 1e-9
        assert advice.overall_after == pytest.approx(after.overall(), abs=0.01)
