"""What need not be computed for a block, since nothing would come of it.

    where(c, a, b)                 c one truth for the block: what serves a alone matters only if c holds, what serves b
                                   alone only if it does not
    x * where(condition, 1, 0)     x a column of people: the zero of x wherever x is zero, whatever the condition says; so
                                   what serves the condition alone matters only if x is anywhere not zero

Helpers, loops over ties and sums are left out where they do not matter; a loop over people is sooner done than asked about.
What would have been there is never looked at: whatever uses it does not matter either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from mi_abm.engine.compiled.graph import Node
from mi_abm.engine.compiled.schedule import STAGE, SUMS, TIE, Plan


class Need(NamedTuple):
    """A condition without which something does not matter: a truth of the block that `holds` or not, or a column that is not zero."""

    of: Node
    holds: bool = True


class Needs:
    """The conditions without which values of a plan do not matter."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._of: dict[Node, dict[Need, None]] = defaultdict(dict)
        for user in plan.place:
            for need, value in _choices(plan, user):
                for node in _serving(plan, value, user):
                    self._of[node][need] = None

    def of_helper(self, node: Node) -> list[Need]:
        """Return the conditions without which a helper need not be called."""
        return list(self._of[node])

    def of_loop(self, place: int) -> list[Need]:
        """Return the conditions without which a loop over ties, or sums, can be left out."""
        nodes = self._plan.at(place)
        if place % STAGE not in (TIE, SUMS) or place in self._plan.stores or not nodes:
            return []
        return [need for need in self._of[nodes[0]] if all(need in self._of[n] for n in nodes)]


def _choices(plan: Plan, user: Node) -> Iterator[tuple[Need, Node]]:
    """Yield what a value uses under a condition only."""
    if user.op == "where" and user.args[0].axis == "block":
        condition, chosen, other = user.args
        if chosen is not other:
            yield from ((Need(condition), chosen), (Need(condition, False), other))
    if user.op == "mul" and not plan.rows:
        for x, flag in (user.args, user.args[::-1]):
            if x.op == "column" and x.axis == "person" and x.data not in plan.graph.stores and _is_flag(flag):
                yield Need(x), flag


def _is_flag(node: Node) -> bool:
    return node.op == "where" and [a.data for a in node.args[1:]] == [(1.0).hex(), (0.0).hex()]


def _serving(plan: Plan, value: Node, user: Node) -> set[Node]:
    """Return the values that nothing needs but one value of its one user, directly or through others of them."""
    kept = {stored for stored, _ in plan.graph.stores.values()} | {result for _, result in plan.graph.results}
    alone: set[Node] = set()
    for node in sorted(plan.place, key=lambda n: -n.order):
        users = plan.users[node]
        if node not in kept and users and (alone.issuperset(users) or (node is value and users == [user])):
            alone.add(node)
    return alone
