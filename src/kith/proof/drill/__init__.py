"""Faults on purpose, on throw-away instances: killed, frozen, raced for, and with the clock set. Never on real rows."""
