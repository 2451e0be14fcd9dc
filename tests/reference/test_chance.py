"""The reference's Philox gives the known answers of Random123."""

import pytest

from tests.reference.chance import Chance, key_schedule, philox

ONES = 0xFFFFFFFF


@pytest.mark.parametrize(
    ("counter", "seed", "answer"),
    [
        ((0, 0, 0, 0), 0, (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((ONES,) * 4, 2**64 - 1, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            0x299F31D0_A4093822,
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_known_answers(counter: tuple[int, int, int, int], seed: int, answer: tuple[int, int, int, int]) -> None:
    assert philox(*counter, key_schedule(seed)) == answer


def test_expectation_mode_gives_the_probability() -> None:
    assert Chance(1, noisy=False).happens(0.3, 0, 0) == 0.3
