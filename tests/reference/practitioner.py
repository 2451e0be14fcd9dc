"""Practitioner: the agent of the reference model, put together from what he does in the course of a week."""

from __future__ import annotations

from tests.reference.appraising import Appraising
from tests.reference.arriving import Arriving
from tests.reference.observing import Observing
from tests.reference.seeking import Seeking
from tests.reference.settling import Settling


class Practitioner(Arriving, Appraising, Observing, Seeking, Settling):
    """Somebody who was trained, or not yet, and works among colleagues."""

    __slots__ = ()
