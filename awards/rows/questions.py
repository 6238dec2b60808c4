"""What only the officer can say, asked once for all rows that raise it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from awards.rows.known import Known, UnitFact
from awards.rows.units import kind_of_unit, lookup_key, other_accents, unit_key
from emulation.organisations.names import search_form
from emulation.vietnamese import fold

LEAVE, NEW, ALL_NEW = "leave", "new", "unit:*"
FORM, FORM_NOT_OFFERED, NO_FORM = "form", "form_not_offered", "no_form"
UNIT, UNIT_AMBIGUOUS, NO_UNIT, ENCODING = "unit", "unit_ambiguous", "no_unit", "encoding"

Answer = str | UnitFact


@dataclass
class Question:
    """`key` names it in the answers; `choices` are codes of forms or ids of units; `answer` "" while open.

    `default` counts until changed.
    """

    key: str
    kind: str
    text: str
    choices: tuple[str, ...] = ()
    answer: str = ""
    default: str = ""
    rows: int = 0
    first: tuple[str, int] = ("", 0)
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        return not self.answer and not self.default


@lru_cache(maxsize=10_000)
def form_key(text: str) -> str:
    """The key of the question what a wording of an award means."""
    return f"form:{search_form(text)}"


class Questions:
    """Answers, or asks and counts; every wording is looked up once."""

    def __init__(self, known: Known, answers: Mapping[str, Any]) -> None:
        self.known = known
        self.answers = answers
        self.asked: dict[str, Question] = {}
        self.raised: list[Question] = []
        self.settled_forms: dict[str, str] = {}
        self.matches: dict[tuple[str, str], tuple[UnitFact | None, UnitFact | None]] = {}
        self.addresses: dict[str, str] = {}
        self.alive_after = date(known.year, 1, 1)

    def all(self) -> list[Question]:
        """Those that some good row raises: open ones first, then in the order of the rows."""
        raised = [question for question in self.asked.values() if question.rows]
        return sorted(raised, key=lambda question: not question.is_open)

    def end_row(self, row: tuple[str, int], *, good: bool) -> None:
        """Count the questions that the row raised; those of a row that is wrong anyway wait until it is mended."""
        for question in self.raised if good else ():
            question.rows += 1
            if question.rows == 1:
                question.first = row
        self.raised.clear()

    def _raise(self, key: str) -> Question:
        question = self.asked[key]
        self.raised.append(question)
        return question

    def form(self, text: str) -> str:
        """The code that the text stands for; LEAVE; "" while the question is open. Call for known texts only."""
        if text in self.settled_forms:
            return self.settled_forms[text]
        key = form_key(text)
        if key not in self.asked:
            settled = self._ask_form(key, text)
            if settled:
                self.settled_forms[text] = settled
                return settled
        return self._raise(key).answer

    def _ask_form(self, key: str, text: str) -> str:
        """The code where nothing has to be asked; otherwise "", with the question asked."""
        offered = [code for code, form in self.known.forms.items() if form.offered]
        codes = self.known.codes_of(text) if text else tuple(offered)
        certain = self.known.is_sure(text) if text else True
        if certain and len(codes) == 1 and self.known.forms[codes[0]].offered:
            return codes[0]
        kind = FORM if text else NO_FORM
        if certain and len(codes) == 1:
            kind = FORM_NOT_OFFERED
        likely = [code for code in codes if self.known.forms[code].offered]
        given = str(self.answers.get(key, ""))
        self.asked[key] = Question(
            key,
            kind,
            text,
            choices=tuple(likely) or codes,
            answer=given if given == LEAVE or given in self.known.forms else "",
        )
        return ""

    def match(self, text: str, address: str) -> tuple[UnitFact | None, UnitFact | None]:
        """(the one unit that bears the name, None), (None, one that has ended), or (None, None): ask.

        Units below the standing agency go before others; an address tells namesakes apart. A name that
        differs by accents alone is never taken for the same without asking.
        """
        if (text, address) not in self.matches:
            facts = self.known.units.get(lookup_key(text), ())
            alive = self._alive(facts, address)
            sure = len(alive) == 1 and not other_accents(text, alive[0].name)
            self.matches[text, address] = (
                alive[0] if sure else None,
                facts[0] if facts and not alive else None,
            )
        return self.matches[text, address]

    def _alive(self, facts: tuple[UnitFact, ...], address: str) -> list[UnitFact]:
        alive = [fact for fact in facts if fact.ended_on is None or fact.ended_on > self.alive_after]
        alive = [fact for fact in alive if fact.inside] or alive
        if len(alive) > 1 and address:
            there = fold(address)
            alive = [fact for fact in alive if there in fold(fact.address)] or alive
        return alive

    def unit(self, text: str, address: str) -> tuple[str, Answer]:
        """(the key under which rows of this unit stand together, the answer).

        The answer is a known unit, LEAVE, "new:KIND", or "" while the question is open. `address` is given
        for collectives only: two of one name at different addresses are two units.
        """
        key = unit_key(text)
        if address and self.addresses.setdefault(key, fold(address)) != fold(address):
            key = f"{key}|{fold(address)}"
        asked = f"unit:{key}"
        if asked not in self.asked:
            self._ask_unit(asked, text, address)
        return key, self._unit_answer(self._raise(asked))

    def _ask_unit(self, asked: str, text: str, address: str) -> None:
        namesakes = self._alive(self.known.units.get(lookup_key(text), ()), address)
        given = str(self.answers.get(asked, "") or ("" if namesakes else self.answers.get(ALL_NEW, "")))
        self.asked[asked] = Question(
            asked,
            UNIT_AMBIGUOUS if namesakes else UNIT,
            text,
            choices=tuple(str(fact.id) for fact in namesakes),
            answer=self._valid_unit(given),
            details={
                "address": address,
                "kind": kind_of_unit(text) or "OTHER",
                "choices": [
                    {"id": fact.id, "name": fact.name, "address": fact.address} for fact in namesakes
                ],
            },
        )

    def one_unit(self) -> Answer:
        """The unit of all rows of a list that has no column for it."""
        if "unit:" not in self.asked:
            given = self._valid_unit(str(self.answers.get("unit:", "")))
            self.asked["unit:"] = Question(
                "unit:", NO_UNIT, "", answer="" if given.startswith(NEW) else given
            )
        return self._unit_answer(self._raise("unit:"))

    def _valid_unit(self, given: str) -> str:
        if given == LEAVE or given.partition(":")[0] == NEW:
            return given
        return given if given.isdigit() and int(given) in self.known.chosen else ""

    def _unit_answer(self, question: Question) -> Answer:
        if question.answer == NEW:
            return f"{NEW}:{question.details['kind']}"
        return self.known.chosen[int(question.answer)] if question.answer.isdigit() else question.answer
