"""Entering a programme, changing it before it is signed, and every move of its life."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.accounts.models import User
from emulation.audit.services import hold, record
from emulation.documents.services import withdraw
from emulation.documents.states import DocumentStatus
from emulation.legislation.models import Instrument
from emulation.merging import merge
from emulation.organisations.models import Organisation
from emulation.reasons import given
from emulation.verdicts import Refused, demand
from emulation.vietnamese import fold, nfc
from emulation.wording import parse_number_symbol
from programmes.models import ContentGroup, Party, Programme, Report, ReportKind, Responsibility
from programmes.permissions.programmes import may_change_programme, may_enter_programme, may_move_programme
from programmes.selectors.programmes import parties_of
from programmes.states import (
    COMES_BACK,
    LEAVES,
    NEEDS_REASON,
    NEVER_SIGNED,
    PROGRAMME,
    PlanState,
    ProgrammeState,
    ReportState,
)

NUMBERED = re.compile(r"^(?:[-–•+*]\s*|\(?\d{1,2}[.)]\s+)+")
"""A dash, or a number such as "1." or "(2)", that an office types before a line."""


@dataclass(frozen=True)
class ProgrammeTerms:
    """What an officer states of a programme; `contents`, `together` and `grounds` hold one entry a line."""

    title: str
    from_year: int
    to_year: int
    number: str = ""
    source_spelling: str = ""
    recorded: bool = False
    purpose: str = ""
    purpose_from: int | None = None
    purpose_to: int | None = None
    emphasis: str = ""
    contents: str = ""
    together: str = ""
    grounds: str = ""
    implements: Collection[Instrument] = ()
    parent: Programme | None = None
    witnesses: str = ""
    copies: int | None = None


ROWS = frozenset({"contents", "together", "implements"})
"""Terms that are kept as rows of their own."""


@transaction.atomic
def enter(
    organisation: Organisation, terms: ProgrammeTerms, *, by: User, predecessor: Programme | None = None
) -> Programme:
    """Enter a draft into the register that `organisation` keeps; `predecessor` is the programme it continues."""
    hold(organisation.pk)
    demand(may_enter_programme(by, organisation, on=timezone.localdate()))
    _refuse_twin(organisation, terms)
    programme = Programme(
        organisation=organisation,
        entered_by=by,
        predecessor=predecessor,
        state_since=timezone.localdate(),
        **_columns(terms),
    )
    programme.full_clean(exclude=["scan"])
    programme.save()
    _write_rows(programme, terms)
    record("programme.enter", programme, by=by, period=[None, programme.period])
    return programme


def _refuse_twin(organisation: Organisation, terms: ProgrammeTerms) -> None:
    """A form sent twice enters one programme."""
    same = Programme.objects.filter(
        organisation=organisation,
        title=nfc(terms.title).strip(),
        from_year=terms.from_year,
        to_year=terms.to_year,
    )
    if same.filter(state__in=[ProgrammeState.DRAFT, ProgrammeState.CONSULTED]).exists():
        raise Refused(_("A draft of this programme is entered already: %(title)s.") % {"title": terms.title})


def terms_of(programme: Programme) -> ProgrammeTerms:
    """What the programme says of itself, as stored now."""
    stored = {
        name: getattr(programme, name) for name in ProgrammeTerms.__dataclass_fields__ if name not in ROWS
    }
    together = programme.responsibilities.filter(party=None)
    return ProgrammeTerms(
        **stored,
        contents="\n".join(row.text for row in programme.contents.all()),
        together="\n".join(row.text for row in together),
        implements=list(programme.implements.all()),
    )


def _values(terms: ProgrammeTerms) -> dict[str, Any]:
    values = {name: getattr(terms, name) for name in ProgrammeTerms.__dataclass_fields__}
    values = {name: nfc(value).strip() if isinstance(value, str) else value for name, value in values.items()}
    lines = {
        name: "\n".join(lines_of(values[name])) for name in ("contents", "together", "grounds", "witnesses")
    }
    return {**values, **lines, "implements": sorted(terms.implements, key=lambda one: one.pk)}


def lines_of(text: str) -> list[str]:
    """The lines that say something, without a number or a dash before them: the paper numbers them itself."""
    lines = (NUMBERED.sub("", line.strip()).strip() for line in text.splitlines())
    return [line for line in lines if line]


def _columns(terms: ProgrammeTerms) -> dict[str, Any]:
    values = {name: value for name, value in _values(terms).items() if name not in ROWS}
    return {**values, "search": search_form(values["number"], values["source_spelling"], values["title"])}


def search_form(number: str, misspelt: str, title: str) -> str:
    """Folded title and both spellings of the number without spaces."""
    numbers = (parse_number_symbol(text).search for text in (number, misspelt) if text)
    return " ".join([*numbers, fold(title)])[:900]


def _write_rows(programme: Programme, terms: ProgrammeTerms) -> None:
    values = _values(terms)
    programme.implements.set(values["implements"])
    _put_lines(programme, values["contents"], programme.contents.all(), _content)
    _put_lines(programme, values["together"], programme.responsibilities.filter(party=None), _together)


def _put_lines(
    programme: Programme, text: str, rows: Any, make: Callable[[Programme, int, str], Any]
) -> None:
    """The rows say what the lines say. A line that says what a row says is that row, wherever it stands now; the
    others take the rows that are left, in their order: what hangs on a row stays with its words.
    """
    lines = lines_of(text)
    free = list(rows)
    chosen: list[Any] = []
    for line in lines:
        same = next((row for row in free if row.text == line), None)
        if same is not None:
            free.remove(same)
        chosen.append(same)
    for place, line in enumerate(lines):
        row = chosen[place] or (free.pop(0) if free else make(programme, place + 1, line))
        row.order, row.text = place + 1, line
        row.save()
    for row in free:
        try:
            with transaction.atomic():
                row.delete()
        except ProtectedError:
            raise Refused(
                _("A task or a report rests on “%(line)s”: it stays.") % {"line": row.text}
            ) from None


def _content(programme: Programme, order: int, text: str) -> ContentGroup:
    return ContentGroup(programme=programme, order=order, text=text)


def _together(programme: Programme, order: int, text: str) -> Responsibility:
    return Responsibility(programme=programme, order=order, text=text)


@transaction.atomic
def revise(programme: Programme, terms: ProgrammeTerms, *, base: ProgrammeTerms, by: User) -> Programme:
    """Change what an unsigned programme says; `base` is what the person saw when beginning to type.

    Raises merging.Clash for the fields that somebody else changed meanwhile.
    """
    locked = locked_programme(programme)
    demand(may_change_programme(by, locked, on=timezone.localdate()))
    stored = _values(terms_of(locked))
    merged = merge(_values(base), _values(terms), stored)
    changes: dict[str, Any] = {
        name: [_told(stored[name]), _told(value)] for name, value in merged.items() if stored[name] != value
    }
    if not changes:
        return locked
    terms = ProgrammeTerms(**merged)
    for name, value in _columns(terms).items():
        setattr(locked, name, value)
    _refuse_circle(locked)
    locked.version += 1
    locked.full_clean(exclude=["scan"])
    locked.save()
    _write_rows(locked, terms)
    record("programme.revise", locked, by=by, **changes)
    return locked


def _told(value: Any) -> str:
    return "; ".join(str(one) for one in value) if isinstance(value, list) else str(value or "")


def _refuse_circle(programme: Programme) -> None:
    """A programme is never above itself, however long the way round."""
    seen, above = {programme.pk}, programme.parent
    while above is not None:
        if above.pk in seen:
            raise Refused(_("This programme already stands above the other one."))
        seen.add(above.pk)
        above = above.parent


@transaction.atomic
def move(programme: Programme, name: str, *, by: User, reason: str = "") -> Programme:
    """One step of its life other than the signing; undoing steps are refused without a reason.

    A signing that is taken back takes its printed papers out of force with it. A programme that comes back from an
    early end or a renewal is again in the state in which it left.
    """
    if name in STEPS_OF_THEIR_OWN:
        raise ValueError(f"'{name}' is a service of its own.")
    locked = locked_programme(programme)
    target = PROGRAMME.target(name, locked.state, locked)
    demand(may_move_programme(by, locked, name, on=timezone.localdate()))
    why = given(reason, needed=name in NEEDS_REASON)
    if name in GUARDS:
        GUARDS[name](locked)
    if name == "unsign":
        _withdraw_papers(locked, why, by=by)
    if name in COMES_BACK:
        target = locked.left_from or target
    locked.left_from = locked.state if name in LEAVES else ""
    before, locked.state, locked.state_since = locked.state, target, timezone.localdate()
    locked.save()
    record(f"programme.{name}", locked, by=by, state=[before, locked.state], reason=why)
    return locked


def _demand_nothing_rests_on(programme: Programme) -> None:
    """A signing is taken back only while nothing that is signed or frozen names it."""
    resting = [
        (programme.plans.filter(state=PlanState.SIGNED).exists(), _("a signed yearly plan")),
        (programme.addenda.filter(undone_on=None).exists(), _("an addendum")),
        (
            Report.objects.filter(programme=programme).exclude(state=ReportState.DRAFT).exists(),
            _("a report with frozen figures"),
        ),
        (Programme.objects.filter(predecessor=programme).exists(), _("the next programme")),
        (
            Programme.objects.filter(successor=programme, state=ProgrammeState.RENEWED).exists(),
            _("that the programme before it was renewed"),
        ),
    ]
    found = [str(words) for there, words in resting if there]
    if found:
        raise Refused(
            _("The signing cannot be taken back: %(what)s rests on it.") % {"what": ", ".join(found)}
        )


def _withdraw_papers(programme: Programme, reason: str, *, by: User) -> None:
    for paper in (programme.document, programme.minutes):
        if paper is not None and paper.status == DocumentStatus.VALID:
            withdraw(paper, reason=reason, by=by)
    programme.document = programme.minutes = None
    programme.signed_on = None
    programme.scan = ""  # the scan of an undone signing does not stand for the next one


def _demand_finished(programme: Programme) -> None:
    """A programme closes on a closing report that all its sides confirmed; a recorded one closes elsewhere."""
    closing = Report.objects.filter(programme=programme, kind=ReportKind.CLOSING, state=ReportState.CONFIRMED)
    if not programme.recorded and not closing.exists():
        raise Refused(_("The closing report is not confirmed by every side yet."))


def _demand_continued(programme: Programme) -> None:
    """Renewed is what a signed programme continues."""
    if not Programme.objects.filter(predecessor=programme).exclude(state__in=NEVER_SIGNED).exists():
        raise Refused(_("A programme is renewed by the one that follows it: that one is not signed yet."))


STEPS_OF_THEIR_OWN = frozenset({"sign", "discard"})
"""See `signings.sign` and `successors.put_aside`."""

GUARDS: dict[str, Callable[[Programme], None]] = {
    "unsign": _demand_nothing_rests_on,
    "close": _demand_finished,
    "renew": _demand_continued,
}
"""What a step demands besides the state and the office."""


def locked_programme(programme: Programme) -> Programme:
    """The row as it is now, nobody else changing it; its chain first, as every act does."""
    hold(programme.organisation_id)
    return (
        Programme.objects.select_for_update(of=("self",))
        .select_related("organisation", "parent", "document", "minutes")
        .get(pk=programme.pk)
    )


def present_parties(programme: Programme) -> list[Party]:
    return [party for party in parties_of(programme) if party.left_on is None]
