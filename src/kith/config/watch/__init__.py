"""The watchdog: a process of its own, without Django, that looks whether the rest of Kith still works, and rings."""
