"""Pair exercises: who practises with whom (2.7 item 21, decision 28)."""

from __future__ import annotations

from collections.abc import Callable

from tests.reference.chance import stream
from tests.reference.people import Person
from tests.reference.programme import Training

ORDER = stream("pair_exercises/order")
Score = Callable[[Person], float]
BLOCK = 4


class PairExercises(Training):
    """Colleagues practise in pairs."""

    intensity = "weeks"

    def begin(self) -> None:
        """Draw each post's lasting luck; nobody's skill is noted yet."""
        self.luck = {i: self.model.chance.lasting(i.post, ORDER) for i in self.model.people}
        self.first_skill: dict[Person, float] = {}

    def awake(self, week: int) -> bool:
        """Say whether some team may train this week; skills are noted in the first week of the window."""
        return bool(week == self.p.start) or super().awake(week)

    def apply(self, week: int) -> None:
        """Form this week's pairs."""
        if week == self.p.start:
            self.first_skill = {i: i.mean_skill for i in self.model.people}
        groups = self.due(week)
        rooms = [[i for _, members, _ in groups for i in members]]
        if self.p.within == "team":
            rooms = [members for _, members, _ in groups]
        for _, members, _ in groups:
            self.gather(1.0, members)
        for room in rooms:
            self.train(1.5, room)
            for a, b in self._pairs(room, week - int(self.p.start)):
                a.exposures.partner, b.exposures.partner = b, a
            for person in room:
                person.exposures.social_dose += 0.3

    def _pairs(self, room: list[Person], turn: int) -> list[tuple[Person, Person]]:
        swap, robin = self.p.scheme == "swap_random", self.p.scheme == "swap_round_robin"
        draw = self.model.chance.draw
        luck: Score = {i: draw(i.who, ORDER) for i in room}.__getitem__ if swap else self.luck.__getitem__
        skill: Score = (lambda i: i.mean_skill) if swap else self.first_skill.__getitem__
        order = sorted(room, key=luck, reverse=True)
        if self.p.partner_rule == "random":
            return circle(order, turn) if robin else neighbours(order)
        if len(order) % 2:
            order.pop()
        order.sort(key=lambda i: (skill(i), luck(i)), reverse=True)
        if self.p.partner_rule == "similar_skill":
            return self._similar(order, luck, turn)
        half = len(order) // 2
        upper, lower = order[:half], order[half:]
        if swap:
            upper.sort(key=luck, reverse=True)
            lower.sort(key=luck, reverse=True)
        return [(i, lower[(a + (turn if robin else 0)) % half]) for a, i in enumerate(upper)]

    def _similar(self, order: list[Person], luck: Score, turn: int) -> list[tuple[Person, Person]]:
        pairs: list[tuple[Person, Person]] = []
        for at in range(0, len(order), BLOCK):
            block = order[at : at + BLOCK]
            if self.p.scheme == "swap_round_robin":
                pairs += circle(block, turn)
            elif self.p.scheme == "swap_random":
                pairs += neighbours(sorted(block, key=luck, reverse=True))
            else:
                pairs += neighbours(block)
        return pairs


def neighbours(order: list[Person]) -> list[tuple[Person, Person]]:
    """Pair the first with the second, the third with the fourth, and so on."""
    return list(zip(order[::2], order[1::2], strict=False))


def circle(order: list[Person], turn: int) -> list[tuple[Person, Person]]:
    """Pair by the circle method: in so many turns everybody meets everybody."""
    n = len(order)
    m = n - 1 if n % 2 == 0 else n
    pairs: list[tuple[Person, Person]] = []
    for a in range(m):
        b = (turn - a) % m
        if a < b:
            pairs.append((order[a], order[b]))
        elif a == b and n % 2 == 0:
            pairs.append((order[a], order[n - 1]))
    return pairs
