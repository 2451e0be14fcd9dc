"""Chance has an address: known answers, the address recomputed in plain integers, independence, uniformity."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zlib import crc32

import numpy as np
import pytest
from scipy import stats

from mi_abm.core import Mechanism, Now, Organisation, View, chance, flow, lasting_uniform, normal, tie_chance, uniform
from mi_abm.core.chance import draw, philox, post_uniform, stream, team_uniform
from mi_abm.core.kernels import tie_uniform
from mi_abm.core.organisation import organisation
from tests.worlds import follow, ids, own, quiet, world

# Random123 1.14, tests/kat_vectors: philox4x32, 10 rounds: counter, key, answer.
KNOWN = [
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]


def words(text: str) -> list[int]:
    return [int(word, 16) for word in text.split()]


def plain_philox(counter: list[int], key: list[int]) -> list[int]:
    """Philox4x32-10 as in the paper of Salmon et al. (2011), in Python's own integers."""
    c, k, mask = list(counter), list(key), 2**32 - 1
    for _ in range(10):
        high0, low0 = divmod(0xD2511F53 * c[0], 2**32)
        high1, low1 = divmod(0xCD9E8D57 * c[2], 2**32)
        c = [high1 ^ c[1] ^ k[0], low1, high0 ^ c[3] ^ k[1], low0]
        k = [(k[0] + 0x9E3779B9) & mask, (k[1] + 0xBB67AE85) & mask]
    return c


def plain_uniform(seed: int, post: int, occupant: int, week: int | None, process: str, partner: int = 0) -> float:
    """The draw at an address, as MODEL 2.7 item 6 says it; `week` None is a trait's."""
    counter = [post + 2**24 * occupant, 0 if week is None else week + 2**15, crc32(process.encode()), partner]
    w = plain_philox(counter, [seed % 2**32, seed // 2**32])
    return ((w[0] << 20 | w[1] >> 12) + 0.5) * 2.0**-52


def moment(n: int, week: int = 3, seed: int = 2024, **more: Any) -> Now:
    post = np.arange(n, dtype=np.uint64)
    key = [np.full(n, word, dtype=np.uint64) for word in (seed % 2**32, seed // 2**32)]
    return replace(Now(week, post, post * 0, post // np.uint64(4), *key, rule="dice"), **more)


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_known_answers(counter: str, key: str, answer: str) -> None:
    assert plain_philox(words(counter), words(key)) == words(answer)
    blocks = [np.array([w], dtype=np.uint64) for w in words(counter) + words(key)]
    assert [int(w[0]) for w in philox(*blocks)] == words(answer)


def test_words_of_any_size_agree_with_plain_integers(perturb: np.random.Generator) -> None:
    many = perturb.integers(0, 2**32, (6, 50), dtype=np.uint64)
    found = np.stack(philox(*many))
    for i in range(many.shape[1]):
        assert [int(w) for w in found[:, i]] == plain_philox(
            [int(w) for w in many[:4, i]], [int(w) for w in many[4:, i]]
        )


class Dice(Mechanism):
    """Throws a die for each person, team and tie, and keeps what falls."""

    person_die = flow(unit="u")
    trait_die = flow(unit="u")
    post_die = flow(unit="u")
    team_die = flow(unit="u")
    tie_die = flow(unit="u", axis="tie")

    def perceive(self, people: View, p: Any, org: Organisation, now: Now) -> None:
        people.person_die, people.team_die = uniform(now, "die"), team_uniform(now, "die")
        people.trait_die, people.post_die = lasting_uniform(now, "die"), post_uniform(now, "die")
        people.tie_die = tie_uniform(org, now, "die")


def test_a_run_draws_at_the_addresses_of_the_model(tmp_path: Any, perturb: np.random.Generator) -> None:
    """Posts come from the file; burn-in weeks count below 0; newcomers are occupant 1, 2, ... of their post."""
    posts, seed = [70_000, 11, 2**24 - 1], int(perturb.integers(2**33, 2**63))
    people = {"id": ids(3), "team": ["y", "x", "y"], "post": posts}
    section = own(tmp_path, people, [("p0000", "p0001"), ("p0001", "p0002"), ("p0002", "p0001")])
    scenario = world(section, quiet(turnover={"rate": 0.99}), rules=[Dice], burn_in=4)
    columns = ("person_die", "trait_die", "post_die", "team_die", "tie_die")
    seen = follow(scenario, 40, columns, seed=seed, occupant=lambda stack: stack.luck.occupant)
    order, team = [11, 70_000, 2**24 - 1], [0, 1, 1]  # posts in ascending order; teams by their smallest post
    ties = [(0, 2), (1, 0), (2, 0)]
    for week in range(41):
        before = seen["occupant"][max(week - 1, 0)]
        for i, post in enumerate(order):
            who = (seed, post, int(before[i]))
            assert seen["person_die"][week][i] == plain_uniform(*who, week, "dice/die")
            assert seen["trait_die"][week][i] == plain_uniform(*who, None, "dice/die")
            assert seen["post_die"][week][i] == plain_uniform(seed, post, 0, None, "dice/die")
            assert seen["team_die"][week][i] == plain_uniform(seed, team[i], 0, week, "dice/die")
        for e, (i, j) in enumerate(ties):
            expected = plain_uniform(seed, order[i], int(before[i]), week, "dice/die", order[j])
            assert seen["tie_die"][week][e] == expected
    assert seen["occupant"][-1].max() >= 2  # or the test would say nothing of newcomers


def test_a_draw_does_not_depend_on_its_neighbours() -> None:
    now = moment(20_000)  # more than one block of the generator
    alone = [uniform(now.rows(np.array([i])), "die")[0] for i in (0, 8191, 8192, 19_999)]
    assert alone == list(uniform(now, "die")[[0, 8191, 8192, 19_999]])
    backwards = np.arange(20_000)[::-1]
    assert np.array_equal(uniform(now.rows(backwards), "die"), uniform(now, "die")[backwards])


def test_every_word_of_the_address_counts() -> None:
    now = moment(500)
    others = [
        uniform(now, "other"),
        uniform(now.of("coin"), "die"),
        uniform(now.in_week(4), "die"),
        uniform(replace(now, occupant=now.occupant + np.uint64(1)), "die"),
        uniform(replace(now, key0=now.key0 + np.uint64(1)), "die"),
        uniform(replace(now, key1=now.key1 + np.uint64(1)), "die"),
        draw(now.person, now.week, stream("dice/die"), 1, now.key0, now.key1),
    ]
    for other in others:
        assert not np.any(other == uniform(now, "die"))
        assert abs(np.corrcoef(other, uniform(now, "die"))[0, 1]) < 0.2  # 4.5 standard errors


@pytest.mark.parametrize("axis", ["person", "week", "partner", "seed"])
def test_uniform_along_every_word(axis: str) -> None:
    n = 50_000
    many, one = np.arange(n, dtype=np.uint64), np.zeros(n, dtype=np.uint64)
    if axis == "week":
        u = np.array([draw(one[:1], int(week), stream("a/b"), 0, one[:1], one[:1])[0] for week in many[:5_000]])
    else:
        place = {"person": 0, "partner": 1, "seed": 2}[axis]
        who, partner, key0 = (many if k == place else one for k in range(3))
        u = draw(who, 0, stream("a/b"), partner, key0, one)
    assert stats.kstest(u, "uniform").pvalue > 1e-3
    assert u.min() > 0
    assert u.max() < 1
    assert abs(np.corrcoef(u[:-1], u[1:])[0, 1]) < 4.5 / np.sqrt(len(u))
    assert u.var() == pytest.approx(1 / 12, rel=0.05)


def test_normal_draws_are_normal() -> None:
    z = normal(moment(100_000), "z")
    assert stats.kstest(z, "norm").pvalue > 1e-3
    assert [z.mean(), z.var(), stats.skew(z), stats.kurtosis(z)] == pytest.approx([0, 1, 0, 0], abs=0.05)


def test_an_event_happens_if_u_is_below_p() -> None:
    now, p = moment(4000), np.linspace(0, 1, 4000)
    happened = chance(now, "die", p)
    assert np.array_equal(happened, np.where(uniform(now, "die") < p, 1.0, 0.0))
    assert happened.mean() == pytest.approx(0.5, abs=0.03)
    assert not chance(now, "die", p * 0).any()
    assert chance(now, "die", p * 0 + 1).all()


def test_in_expectation_the_probability_stands_in_place_of_the_event() -> None:
    p = np.linspace(0, 1, 7)
    assert np.array_equal(chance(moment(7, noisy=0.0), "die", p), p)
    assert not normal(moment(7, noisy=0.0), "z").any()
    mixed = moment(7, noisy=np.array([1.0, 0, 1, 0, 1, 0, 1]))
    assert np.array_equal(chance(mixed, "die", p)[1::2], p[1::2])
    assert np.array_equal(chance(mixed, "die", p)[::2], chance(moment(7), "die", p)[::2])
    assert np.array_equal(normal(mixed, "z")[::2], normal(moment(7), "z")[::2])


def test_styles_share_the_draw_of_a_tie() -> None:
    n = 400
    org = organisation([0] * n, np.arange(n), (np.arange(n) + 1) % n, np.ones(n), ["a"])
    both = tie_chance(org, moment(n), "seen", np.stack([np.full(n, 0.3), np.full(n, 0.6)]))
    assert np.all(both[0] <= both[1])  # one draw: whoever is seen at .3 is seen at .6
    assert both.mean(axis=1) == pytest.approx([0.3, 0.6], abs=0.1)
