"""Requests do not queue: only the newest is answered, and what it replaces is dropped between two stages."""

import threading
from collections.abc import Iterator

from mi_abm.widgets.latest import Latest


def test_of_a_burst_only_the_first_and_the_last_are_answered() -> None:
    done, begun, go = list[int](), threading.Event(), threading.Event()

    def stages(n: int) -> list[None]:
        done.append(n)
        begun.set()
        go.wait(5)
        return []

    work = Latest(stages, lambda error: None)
    work.submit(0)
    assert begun.wait(5)
    for n in range(1, 20):
        work.submit(n)
    go.set()
    assert work.wait(5)
    assert done == [0, 19]


def test_a_newer_request_stops_the_older_between_stages() -> None:
    done, begun, go = list[tuple[int, int]](), threading.Event(), threading.Event()

    def stages(n: int) -> Iterator[None]:
        for stage in range(3):
            done.append((n, stage))
            begun.set()
            go.wait(5)
            yield

    work = Latest(stages, lambda error: None)
    work.submit(1)
    begun.wait(5)
    work.submit(2)
    go.set()
    assert work.wait(5)
    assert done == [(1, 0), (2, 0), (2, 1), (2, 2)]


def test_an_error_is_told_and_the_next_request_answered() -> None:
    told, done = list[str](), list[int]()

    def stages(n: int) -> Iterator[None]:
        if n == 1:
            raise ValueError("one")
        done.append(n)
        yield

    work = Latest(stages, lambda error: told.append(str(error)))
    work.submit(1)
    assert work.wait(5)
    work.submit(2)
    assert work.wait(5)
    assert (told, done) == (["one"], [2])
