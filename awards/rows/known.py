"""The plain facts a check needs, gathered by the import service in a handful of queries."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from emulation.organisations.names import search_form

_ASKING = re.compile(
    r"^(?:duoc |xet )*(?:de nghi )?(?:xet )?(?:tang thuong |tang |khen thuong |cong nhan |phong tang )?"
)


@dataclass(frozen=True)
class FormFact:
    """An award form of the catalogue; `subjects` are letters of I, C, H."""

    id: int
    code: str
    name: str
    subjects: str
    offered: bool


@dataclass(frozen=True)
class UnitFact:
    """An organisation that bears or bore a name; `inside`: in the tree below the standing agency."""

    id: int
    name: str
    address: str = ""
    inside: bool = False
    ended_on: date | None = None
    successors: tuple[str, ...] = ()


@dataclass(frozen=True)
class OtherNomination:
    """A nomination of the same agency and year that stands already."""

    campaign_id: int
    campaign: str
    form: str
    birth_year: int | None = None


SubjectKey = tuple[str, str, object]
"""`identity.likely_key` of a subject at the unit with this id."""


@dataclass(frozen=True)
class Known:
    """`forms` by code; `wordings`: search form of each name, alias or code → codes; `units` by `units.lookup_key`;
    `chosen`: organisations named in answers, by id; `standing`: fingerprints in the campaign;
    `collectives`: (unit id, code of the form) of the collectives in the campaign;
    `others`: nominations of the agency's campaigns of the year by subject."""

    year: int
    today: date
    forms: Mapping[str, FormFact]
    wordings: Mapping[str, tuple[str, ...]]
    units: Mapping[str, tuple[UnitFact, ...]] = field(default_factory=dict)
    chosen: Mapping[int, UnitFact] = field(default_factory=dict)
    standing: frozenset[str] = frozenset()
    collectives: frozenset[tuple[int, str]] = frozenset()
    others: Mapping[SubjectKey, tuple[OtherNomination, ...]] = field(default_factory=dict)
    _read: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def _by_beginning(self) -> dict[str, tuple[str, ...]]:
        """First two or more words of a wording → codes: "bang khen" may mean any of three."""
        found: dict[str, dict[str, None]] = {}
        for wording, codes in self.wordings.items():
            words = wording.split()
            for end in range(2, len(words)):
                found.setdefault(" ".join(words[:end]), {}).update(dict.fromkeys(codes))
        return {beginning: tuple(codes) for beginning, codes in found.items()}

    def codes_of(self, text: str) -> tuple[str, ...]:
        """The codes that a text may mean: one, several, or none.

        A text that only begins a name ("Giấy khen") may mean each form whose name begins so.
        """
        if text not in self._read:
            self._read[text] = self._codes_of(search_form(text))
        return self._read[text]

    def _codes_of(self, words: str) -> tuple[str, ...]:
        for form in (words, _ASKING.sub("", words)):
            if codes := self.wordings.get(form) or self._by_beginning.get(form):
                return codes
        return ()

    def is_sure(self, text: str) -> bool:
        """Whether the text is the full wording of exactly one form."""
        words = search_form(text)
        return any(len(self.wordings.get(form, ())) == 1 for form in (words, _ASKING.sub("", words)))

    def is_form(self, text: str) -> bool:
        return bool(self.codes_of(text))

    def name_of(self, code: str) -> str:
        return self.forms[code].name


def wordings_of(
    forms: Mapping[str, FormFact], aliases: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Search form → codes, from codes, names and aliases (text → codes)."""
    found: dict[str, dict[str, None]] = {}
    for code, form in forms.items():
        found.setdefault(search_form(code), {})[code] = None
        found.setdefault(search_form(form.name), {})[code] = None
    for alias, codes in aliases.items():
        found.setdefault(search_form(alias), {}).update(dict.fromkeys(codes))
    return {wording: tuple(codes) for wording, codes in found.items()}
