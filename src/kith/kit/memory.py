"""What a long-running process has loaded stays loaded. It frees nothing; it spares looking at it again."""

from __future__ import annotations

import gc


def settle() -> None:
    """Set apart all that is loaded by now: else every so often one page waits while the whole program is gone over."""
    gc.collect()
    gc.freeze()
