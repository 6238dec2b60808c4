"""Dated facts: what was open on a day, and the emulation year."""

from datetime import date


def open_on(valid_from: date, valid_to: date | None, on: date) -> bool:
    """Whether a row from `valid_from` to `valid_to` inclusive (None: still open) covers `on`."""
    return valid_from <= on and (valid_to is None or on <= valid_to)
