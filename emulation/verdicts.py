"""A permission is a value with words: the button, the refusal page and the service show the same sentence."""

from dataclasses import dataclass


class Refused(Exception):
    """Raised by `demand`; `reason` is the sentence for the person who asked (lazy text is fine)."""

    def __init__(self, reason: object) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True)
class Verdict:
    """True or false, and why."""

    allowed: bool
    reason: object = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(True)


def No(reason: object) -> Verdict:
    """A refusal with its reason."""
    return Verdict(False, reason)


def demand(verdict: Verdict) -> None:
    """Do nothing if allowed; otherwise raise Refused with the verdict's reason."""
    if not verdict:
        raise Refused(verdict.reason)
