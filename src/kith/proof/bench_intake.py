"""How fast is an ask of another program accepted and kept, beside a bare Django view that writes one row?

The same server, the same middleware, the same run, by turns A B A B. It counts afterwards what was kept.
"""

from __future__ import annotations

import os
import random
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from kith.proof.intake_server import BARE, request

OURS = "/api/v1/asks"
PROCESSES, THREADS = 2, 4
# One for each that is answered at once.
TOGETHER = PROCESSES * THREADS
TURNS, SMOKE_TURNS = 9, 3
EACH, SMOKE_EACH = 240, 40
GOAL = 0.5


class NotServed(Exception):
    """The server did not start, or answered as it should not. The text says how."""


@dataclass(frozen=True)
class Turn:
    """What came of one side's turn: how many a second, and how long each took."""

    per_second: float
    took_ms: tuple[float, ...]
    accepted: int


@dataclass(frozen=True)
class Figures:
    """Both sides beside each other. ``ratio`` is ours over the bare one's, with the range 9 of 10 resamplings gave."""

    asks: int
    bare_per_s: float
    ours_per_s: float
    ratio: float
    ratio_low: float
    ratio_high: float
    p50_ms: float
    p99_ms: float
    bare_p50_ms: float
    bare_p99_ms: float
    accepted: int
    kept: int
    lost: int
    goal: float = GOAL

    @property
    def met(self) -> bool:
        """As fast as it should be, by the median. Being slower is said, and is no failure."""
        return self.ratio >= self.goal

    @property
    def fails(self) -> bool:
        """Something that was accepted was not kept. What was refused ends the bench before it has figures."""
        return self.lost > 0


@contextmanager
def serving(environ: Mapping[str, str]) -> Iterator[int]:
    """The server in its own processes; stopped at the end, whatever happens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    words = [sys.executable, "-m", "kith.proof.intake_server", str(port), str(PROCESSES), str(THREADS)]
    settings = {"DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "kith.config.settings")}
    running = subprocess.Popen(words, env={**environ, **settings})
    try:
        _wait_for(port, running)
        yield port
    finally:
        running.terminate()
        running.wait(timeout=30)


def _wait_for(port: int, running: subprocess.Popen[bytes], patience: float = 60) -> None:
    end = time.monotonic() + patience
    while time.monotonic() < end and running.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise NotServed("The server of the bench did not start. Look at what it wrote above.")


def measure(
    port: int, asks: Sequence[tuple[dict[str, object], dict[str, str]]], turns: int, tick: Callable[[], None]
) -> tuple[list[Turn], list[Turn]]:
    """By turns: the bare view, ours, the bare view, ours; after one turn of each that is not counted."""
    each = len(asks) // (turns + 1)
    bare: list[Turn] = []
    ours: list[Turn] = []
    for number in range(turns + 1):
        mine = asks[number * each : (number + 1) * each]
        bare.append(_turn(port, [request(BARE, body, headers) for body, headers in mine]))
        ours.append(_turn(port, [request(OURS, body, headers) for body, headers in mine]))
        tick()
    return bare, ours


def figures(bare: Sequence[Turn], ours: Sequence[Turn], kept: int) -> Figures:
    """What both come to. The first turn of each warmed up, so only its asks are counted."""
    a, b = [turn.per_second for turn in bare[1:]], [turn.per_second for turn in ours[1:]]
    low, high = _range(a, b)
    took = sorted(one for turn in ours[1:] for one in turn.took_ms)
    bare_took = sorted(one for turn in bare[1:] for one in turn.took_ms)
    accepted = sum(turn.accepted for turn in ours)
    return Figures(
        asks=accepted,
        bare_per_s=round(statistics.median(a), 1),
        ours_per_s=round(statistics.median(b), 1),
        ratio=round(statistics.median(b) / statistics.median(a), 3),
        ratio_low=low,
        ratio_high=high,
        p50_ms=round(statistics.median(took), 1),
        p99_ms=round(took[int(len(took) * 0.99)], 1),
        bare_p50_ms=round(statistics.median(bare_took), 1),
        bare_p99_ms=round(bare_took[int(len(bare_took) * 0.99)], 1),
        accepted=accepted,
        kept=kept,
        lost=max(0, accepted - kept),
    )


def _range(a: Sequence[float], b: Sequence[float]) -> tuple[float, float]:
    draw = random.Random(1)
    found = sorted(
        statistics.median(draw.choices(b, k=len(b))) / statistics.median(draw.choices(a, k=len(a))) for _ in range(400)
    )
    return round(found[20], 3), round(found[379], 3)


def _turn(port: int, requests: Sequence[bytes]) -> Turn:
    """All of them over a few connections that stay open, each the next as soon as it is answered."""
    shares = [requests[number::TOGETHER] for number in range(TOGETHER)]
    began = time.perf_counter()
    with ThreadPoolExecutor(TOGETHER) as pool:
        took = [one for mine in pool.map(lambda share: _one_after_the_other(port, share), shares) for one in mine]
    return Turn(len(took) / (time.perf_counter() - began), tuple(took), len(took))


def _one_after_the_other(port: int, requests: Sequence[bytes]) -> list[float]:
    took = []
    with socket.create_connection(("127.0.0.1", port), 30) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for one in requests:
            began = time.perf_counter()
            line.sendall(one)
            status = _answered(line)
            took.append((time.perf_counter() - began) * 1000)
            if status != b"202":
                raise NotServed(f"The server answered {status.decode()}, not 202.")
    return took


def _answered(line: socket.socket) -> bytes:
    """The status of the next answer, after all of it has come."""
    got = b""
    while b"\r\n\r\n" not in got:
        part = line.recv(65536)
        if not part:
            raise NotServed("The server hung up before it answered.")
        got += part
    head, _empty, body = got.partition(b"\r\n\r\n")
    length = next(int(one.split(b":")[1]) for one in head.split(b"\r\n") if one.lower().startswith(b"content-length"))
    left = length - len(body)
    while left > 0:
        left -= len(line.recv(min(left, 65536)))
    return head.split(b" ", 2)[1]


def table(found: Figures) -> list[str]:
    """The figures in lines: what is lost stands beside what is won."""
    said = "met" if found.met else "NOT MET"
    return [
        f"{'':<14}{'a second':>10}{'p50 ms':>9}{'p99 ms':>9}",
        f"{'bare insert':<14}{found.bare_per_s:>10.1f}{found.bare_p50_ms:>9.1f}{found.bare_p99_ms:>9.1f}",
        f"{'accept an ask':<14}{found.ours_per_s:>10.1f}{found.p50_ms:>9.1f}{found.p99_ms:>9.1f}",
        f"ratio {found.ratio:.3f} ({found.ratio_low:.3f} to {found.ratio_high:.3f}), goal {found.goal}: {said}",
        f"accepted {found.accepted}, kept {found.kept}, lost {found.lost}",
    ]
