"""What is wrong, and where: codes and facts that a form shows at its field, in the reader's language."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Fact = str | bool | tuple[str, ...]
"""A number is kept as its plain text: facts are shown and stored, not reckoned with."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong.

    place: code of the criterion, or "" for the whole; field: name of the parameter, with a number where it is one
    of several ("bands.1"); code: what is wrong, in capitals (FAULTS of the pages gives it words).
    """

    place: str
    field: str
    code: str
    facts: Mapping[str, Fact] = dataclasses.field(default_factory=dict)

    def at(self, place: str) -> "Fault":
        """The same fault, found at this criterion."""
        return Fault(place, self.field, self.code, self.facts)


class Faulty(ValueError):
    """Something could not be read or used; `faults` are all that were found, never only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(", ".join(f"{fault.place}.{fault.field}: {fault.code}" for fault in self.faults))


class BadRule(Faulty):
    """The parameters stored with a criterion make no rule of its kind."""


class BadClaim(Faulty):
    """The answer is no answer to this criterion."""


class BadSheet(Faulty):
    """The rows make no tree of criteria."""
