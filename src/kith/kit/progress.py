"""How far a long piece of work is, on standard error: a bar on a terminal, nothing where nobody is looking."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Advance = Callable[..., None]


@contextmanager
def bar(total: int | None, label: str, *, quiet: bool = False) -> Iterator[Advance]:
    """Yields ``advance(n=1, label="")``. ``total`` None is work of unknown length; ``quiet`` for --json."""
    if quiet or not sys.stderr.isatty():
        yield lambda n=1, label="": None
        return
    # Loaded here: most commands never draw a bar, and start sooner without it.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as drawn:
        task = drawn.add_task(label, total=total)

        def advance(n: float = 1, label: str = "") -> None:
            drawn.advance(task, n)
            if label:
                drawn.update(task, description=label)

        yield advance
