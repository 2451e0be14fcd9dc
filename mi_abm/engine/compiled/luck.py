"""What draws, and the helpers on particular others, mean in a graph; they are added to those of `vocabulary`."""

from __future__ import annotations

from typing import Any

from mi_abm.core import kernels, partners
from mi_abm.core.chance import (
    chance,
    lasting_normal,
    lasting_team_normal,
    lasting_team_uniform,
    lasting_uniform,
    normal,
    post_uniform,
    stream,
    style_normal,
    team_chance,
    team_uniform,
    uniform,
)
from mi_abm.engine.compiled.graph import Axis, Node, Refused
from mi_abm.engine.compiled.reading import Helper, Reader
from mi_abm.engine.compiled.things import Moment, Organisation
from mi_abm.engine.compiled.vocabulary import HELPERS, Styles, means


def draw(r: Reader, now: Moment, process: str, name: str, axis: Axis = "person", guard: Node | None = None) -> Node:
    """Return a draw of a process; where `guard` is nowhere above zero, nobody looks at it and it is not made."""
    word = int(stream(process if "/" in process else f"{now.rule}/{process}"))
    return r.graph.kernel(name, [], axis, word, guard)


def _drawn(name: str, then: str = "") -> Helper:
    def helper(r: Reader, now: Moment, process: str) -> Node:
        drawn = draw(r, now, process, name)
        return r.graph.kernel(then, [drawn]) if then else drawn

    return helper


HELPERS[uniform] = _drawn("uniform")
HELPERS[post_uniform] = _drawn("post_uniform")
HELPERS[team_uniform] = _drawn("team_uniform")
HELPERS[lasting_uniform] = _drawn("lasting_uniform")
HELPERS[lasting_team_uniform] = _drawn("lasting_team_uniform")
HELPERS[lasting_normal] = _drawn("lasting_uniform", "bell")
HELPERS[lasting_team_normal] = _drawn("lasting_team_uniform", "bell")


@means(normal)
def _normal(r: Reader, now: Moment, process: str) -> Node:
    return r.graph.apply("mul", now.get("noisy"), r.graph.kernel("bell", [draw(r, now, process, "uniform")]))


def by_style(name: str) -> Helper:
    """Return what a standard normal draw of each style means, made of uniform draws of this name."""

    def helper(r: Reader, now: Moment, process: str, styles: Any) -> Node:
        if not isinstance(styles, Styles):
            raise Refused("draws for another number of styles than the organisation's")
        axis = r.graph.axis("style")
        return r.graph.kernel("bell", [draw(r, now, process, name, axis)], axis)

    return helper


HELPERS[style_normal] = by_style("lasting_uniform")


def _event(r: Reader, now: Moment, luck: Node, p: Node) -> Node:
    """Return 1 where the event happens; in expectation mode its probability."""
    g = r.graph
    one, zero = g.constant(1.0), g.constant(0.0)
    event = g.apply("where", g.apply("lt", luck, p), one, zero)
    return g.apply("where", g.apply("gt", now.get("noisy"), zero), event, p)


def _chance(name: str) -> Helper:
    def helper(r: Reader, now: Moment, process: str, p: Any) -> Node:
        x = r.graph.number(r.node(p))
        if x.axis not in ("block", "person"):
            raise Refused(f"an event of axis {x.axis}")
        return _event(r, now, draw(r, now, process, name, guard=x), x)

    return helper


HELPERS[chance] = _chance("uniform")
HELPERS[team_chance] = _chance("team_uniform")


@means(kernels.tie_uniform)
def _tie_uniform(r: Reader, org: Organisation, now: Moment, process: str) -> Node:
    return draw(r, now, process, "tie_uniform", "tie")


@means(kernels.tie_chance)
def _tie_chance(r: Reader, org: Organisation, now: Moment, process: str, p: Any) -> Node:
    x = r.graph.number(r.node(p))
    guard = x.args[0] if x.op == "gather" and x.args[0].axis == "person" else None
    return _event(r, now, draw(r, now, process, "tie_uniform", "tie", guard), x)


@means(partners.choose_tie)
def _choose_tie(r: Reader, org: Organisation, now: Moment, process: str, weight: Any) -> Node:
    x = r.node(weight)
    if x.axis != "tie":
        raise Refused("choose_tie() of what is not on ties")
    return r.graph.kernel("choose_tie", [x, draw(r, now, process, "tie_uniform", "tie", guard=x)])


@means(partners.choose_in_run)
def _choose_in_run(r: Reader, org: Organisation, now: Moment, process: str, candidate: Any) -> Node:
    x = r.node(candidate)
    return r.graph.kernel("choose_in_run", [draw(r, now, process, "uniform", guard=x), x])


def _notes(*nodes: Any) -> None:
    if any(not isinstance(n, Node) or n.axis != "note" for n in nodes):
        raise Refused("a helper on notes, of what are not notes")


@means(partners.recall_note)
def _recall(r: Reader, partner: Any, belief: Any, whom: Any, otherwise: Any) -> Node:
    _notes(partner, belief)
    return r.graph.kernel("recall_note", [partner, belief, r.node(whom), r.node(otherwise)])


@means(partners.take_note)
def _take(
    r: Reader, partner: Any, belief: Any, met: Any, whom: Any, value: Any, fade: Any, neutral: Any
) -> tuple[Node, ...]:
    _notes(partner, belief, met)
    numbers_ = [r.node(x) for x in (whom, value, fade, neutral)]
    taken = r.graph.kernel("take_note", [partner, belief, met, *numbers_], "note")
    return tuple(r.graph.node("out", (taken,), "note", data=i) for i in range(3))


@means(partners.mean_note)
def _mean_note(r: Reader, partner: Any, belief: Any, met: Any, otherwise: Any) -> Node:
    _notes(partner, belief, met)
    return r.graph.kernel("mean_note", [partner, belief, met, r.node(otherwise)])


@means(partners.forget_notes)
def _forget(r: Reader, org: Organisation, partner: Any, weeks_here: Any) -> Node:
    _notes(partner)
    forgotten = r.graph.kernel("forget_notes", [partner, r.node(weeks_here)], "note")
    return r.graph.node("out", (forgotten,), "note", data=0)


def helpers() -> dict[Any, Helper]:
    """Return all that has a meaning in a graph."""
    return HELPERS
