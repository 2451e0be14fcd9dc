"""Particular others: whom one chooses, what one remembers of them; and weeks that are listed."""

# ruff: noqa: D103  each is the twin of the helper whose name it bears

import numpy as np

from mi_abm.engine.compiled.scalars import log, scalar


@scalar
def row_of(place, first, lo, n):
    """Return the row of a place, within the block whatever it is."""
    return min(max(np.int64(place) + first - lo, 0), n - 1)


def of_place(lo, n, first, x, place, otherwise, out):
    for i in range(n):
        here = place[i] >= 0
        y = x[row_of(place[i] if here else 0.0, first[lo + i], lo, n)]
        out[i] = y if here else otherwise[i]


@scalar
def choose(size, order, place, lo, luck, candidate, out, listed):
    """Let each of the `listed` rows pick one of the candidates among them, other than itself."""
    count = 0
    for m in range(size):
        i = listed[m]
        if candidate[i] > 0:
            order[count] = i
            count += 1
    rank = 0
    for m in range(size):
        i = listed[m]
        is_one = candidate[i] > 0
        others = count - is_one
        pick = np.int64(np.floor(luck[i] * np.float64(others)))
        pick += is_one and pick >= rank
        rank += is_one
        out[i] = place[lo + order[pick]] if others > 0 else -1.0


def choose_in_team(lo, team_lo, team_hi, team_start, team_member, place, order, spare, luck, candidate, out):
    for k in range(team_lo, team_hi):
        size = team_start[k + 1] - team_start[k]
        for m in range(size):
            spare[m] = team_member[team_start[k] + m] - lo
        choose(size, order, place, lo, luck, candidate, out, spare)


def choose_in_run(lo, run_lo, run_hi, run_rows, place, order, spare, luck, candidate, out):
    for r in range(run_lo, run_hi):
        size = run_rows[r + 1] - run_rows[r]
        for m in range(size):
            spare[m] = run_rows[r] + m - lo
        choose(size, order, place, lo, luck, candidate, out, spare)


def choose_tie(lo, n, n_ties, idx, known, visit, work, place, weight, ties, out):
    some = False
    for j in range(n_ties):
        some |= weight[j] > 0.0
    if not some:
        for i in range(n):
            out[i] = -1.0
        return
    first, first_visit = known[lo], visit[lo]
    lasting = known[lo + n] - first
    for side in range(2):
        start, stop, e = (0, lasting, first) if side == 0 else (lasting, n_ties, first_visit - lasting)
        for j in range(start, stop):
            w = weight[j]
            value = -log(ties[e + j]) / (w if w > 0 else 1.0)
            work[j] = value if w > 0 else np.inf
    for i in range(n):
        best, won = np.inf, 0
        for e in range(known[lo + i], known[lo + i + 1]):
            key = work[e - first]
            better = key <= best
            best = key if better else best
            won = e if better else won
        for e in range(visit[lo + i], visit[lo + i + 1]):
            key = work[lasting + e - first_visit]
            better = key <= best
            best = key if better else best
            won = e if better else won
        out[i] = place[np.int64(idx[won])] if best < np.inf else -1.0


def on_schedule(n, week, block, schedule_start, schedule, delay, out):
    for i in range(n):
        listed = False
        for q in range(schedule_start[block], schedule_start[block + 1]):
            listed |= np.float64(week) - delay[i] == schedule[q]
        out[i] = 1.0 if listed else 0.0


@scalar
def somebody(first, n, whom):
    found = False
    for i in range(first, first + n):
        found |= whom[i] >= 0.0
    return found


@scalar
def noted(n, notes, all, partner):
    """Say whether anybody remembers anybody; nobody does where nobody is ever paired."""
    for s in range(notes):  # noqa: SIM110  numba has no any() of a generator
        if somebody(s * all, n, partner):
            return True
    return False


def recall_note(n, notes, all, partner, belief, whom, otherwise, out):
    for i in range(n):
        out[i] = otherwise[i]
    if somebody(0, n, whom):
        for s in range(notes):
            for i in range(n):
                known = whom[i] >= 0 and partner[s * all + i] == whom[i]
                out[i] = belief[s * all + i] if known else out[i]


def mean_note(n, notes, all, work, partner, belief, met, otherwise, out):
    for i in range(n):
        out[i], work[i] = 0.0, 0.0
    for s in range(notes if noted(n, notes, all, partner) else 0):
        for i in range(n):
            weight = met[s * all + i] if partner[s * all + i] >= 0 else 0.0
            out[i] += weight * belief[s * all + i]
            work[i] += weight
    for i in range(n):
        some = work[i] > 0
        mean = out[i] / (work[i] if some else 1.0)
        out[i] = mean if some else otherwise[i]


@scalar
def put_note(i, notes, all, partner, belief, met, whom, value):
    """Note a belief, latest first; the note of the same person moves up, else the first empty one, else the last is lost."""
    slot, known = notes - 1, False
    for s in range(notes - 1, -1, -1):
        if partner[s * all + i] < 0:
            slot = s
    for s in range(notes - 1, -1, -1):
        if partner[s * all + i] == whom:
            slot, known = s, True
    count = (met[slot * all + i] if known else 0.0) + 1.0
    for s in range(slot, 0, -1):
        partner[s * all + i] = partner[(s - 1) * all + i]
        belief[s * all + i] = belief[(s - 1) * all + i]
        met[s * all + i] = met[(s - 1) * all + i]
    partner[i], belief[i], met[i] = whom, value, count


def take_note(n, notes, all, partner, belief, met, whom, value, fade, neutral):
    if somebody(0, n, whom):
        for i in range(n):
            if whom[i] >= 0:
                put_note(i, notes, all, partner, belief, met, whom[i], value[i])
    for s in range(notes if noted(n, notes, all, partner) else 0):
        for i in range(n):
            b = belief[s * all + i]
            faded = neutral + (1.0 - fade) * (b - neutral)
            belief[s * all + i] = faded if partner[s * all + i] >= 0 else b


def forget_notes(lo, n, notes, all, first, partner, weeks_here):
    new = False
    for i in range(n):
        new |= weeks_here[i] == 0.0
    if new and noted(n, notes, all, partner):
        for s in range(notes):
            for i in range(n):
                whom = partner[s * all + i]
                if whom >= 0 and weeks_here[row_of(whom, first[lo + i], lo, n)] == 0:
                    partner[s * all + i] = -1.0


def leaving(lo, n, block, occupant, newcomers, listed, moved, gone, stayed, out):
    at = lo
    for i in range(n):
        left = gone[i] > 0
        listed[at] = lo + i
        occupant[lo + i] += np.uint64(left)
        out[i] = 0.0 if left else stayed[i]
        at += left
    moved[block] += at > lo
    newcomers[block] = at
