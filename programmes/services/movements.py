"""Preparing, launching, amending and ending an emulation movement, and knowing it under every spelling."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.core.files import File
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.accounts.models import User
from emulation.audit.services import hold, record
from emulation.legislation.models import Instrument
from emulation.merging import merge
from emulation.organisations.models import Organisation
from emulation.reasons import given
from emulation.uploads.checking import check_scan
from emulation.verdicts import Refused, demand
from emulation.vietnamese import fold, nfc
from programmes.models import (
    AliasSource,
    Judgement,
    Movement,
    MovementAlias,
    MovementAmendment,
    NameJudgement,
    Programme,
)
from programmes.movement_states import MOVEMENT, MOVEMENT_NEEDS_REASON, MovementState
from programmes.permissions.movements import (
    may_amend_movement,
    may_change_movement,
    may_enter_movement,
    may_judge_names,
    may_link_movement,
    may_move_movement,
)
from programmes.selectors.movements import descendant_ids
from programmes.services.rows import still_there

AMENDABLE = (
    "name",
    "theme",
    "audience",
    "criteria",
    "award_forms",
    "from_year",
    "to_year",
    "starts_on",
    "ends_on",
)
"""What was launched in words: after the launch it changes by a numbered amendment only."""


@dataclass(frozen=True)
class MovementTerms:
    """What is said of a movement before its launch; the same value enters and revises it."""

    name: str
    level: str
    recorded: bool = False
    launched_by: str = ""
    launcher: Organisation | None = None
    theme: str = ""
    audience: str = ""
    criteria: str = ""
    award_forms: str = ""
    from_year: int | None = None
    to_year: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    instrument: Instrument | None = None
    document_number: str = ""
    document_date: date | None = None


@dataclass(frozen=True)
class Wording:
    """What an amendment may change."""

    name: str
    theme: str = ""
    audience: str = ""
    criteria: str = ""
    award_forms: str = ""
    from_year: int | None = None
    to_year: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True)
class AmendmentDocument:
    """By which document, in effect from which day, and why a launched movement changes."""

    dated: date
    number: str
    signed_on: date
    reason: str = ""


@transaction.atomic
def enter(
    organisation: Organisation,
    terms: MovementTerms,
    *,
    by: User,
    parent: Movement | None = None,
    programmes: Collection[Programme] = (),
    aliases: Collection[str] = (),
) -> Movement:
    """Enter a movement of the body that keeps it, as a draft; refused when it keeps one of this name and period."""
    hold(organisation.pk)
    demand(may_enter_movement(by, organisation, on=timezone.localdate()))
    movement = Movement(organisation=organisation, entered_by=by, parent=parent)
    _write(movement, _values(terms))
    _refuse_twin(movement)
    movement.full_clean()
    movement.save()
    movement.programmes.set(programmes)
    for text in aliases:
        _add_alias(movement, text, AliasSource.ENTERED)
    _index(movement)
    record("movement.enter", movement, by=by, name=[None, movement.name])
    return movement


def _values(terms: MovementTerms | Wording) -> dict[str, Any]:
    plain = {field.name: getattr(terms, field.name) for field in fields(terms)}
    return {name: nfc(value).strip() if isinstance(value, str) else value for name, value in plain.items()}


def _write(movement: Movement, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(movement, name, value)
    movement.name = " ".join(movement.name.split())
    movement.folded = fold(movement.name)
    if movement.launcher and not movement.launched_by:
        movement.launched_by = movement.launcher.name


def _refuse_twin(movement: Movement) -> None:
    """Two movements of one keeper may share a name only when their periods differ."""
    same = Movement.objects.filter(
        organisation=movement.organisation_id,
        folded=movement.folded,
        from_year=movement.from_year,
        starts_on=movement.starts_on,
    )
    if same.exclude(pk=movement.pk).exists():
        raise Refused(_("A movement of this name and period is in the register already."))


def _index(movement: Movement) -> None:
    """The words by which the movement is found: every spelling it is known under."""
    spellings = [movement.name, movement.theme, *movement.aliases.values_list("text", flat=True)]
    movement.search = " | ".join(fold(text) for text in spellings if text)
    movement.save(update_fields=["search"])


def _locked(movement: Movement) -> Movement:
    hold(movement.organisation_id)
    Movement.objects.select_for_update().get(pk=movement.pk)
    return Movement.objects.select_related("organisation", "launcher", "parent").get(pk=movement.pk)


def terms_of(movement: Movement) -> MovementTerms:
    """What is said of the movement as stored now."""
    return MovementTerms(**{field.name: getattr(movement, field.name) for field in fields(MovementTerms)})


def wording_of(movement: Movement) -> Wording:
    return Wording(**{name: getattr(movement, name) for name in AMENDABLE})


@transaction.atomic
def revise(movement: Movement, terms: MovementTerms, *, base: MovementTerms, by: User) -> Movement:
    """Change a draft. `base` is what the person saw; a field that both changed raises merging.Clash."""
    locked = _locked(movement)
    demand(may_change_movement(by, locked, on=timezone.localdate()))
    values = merge(_values(base), _values(terms), _values(terms_of(locked)))
    changes = _changes(locked, values)
    if not changes:
        return locked
    _write(locked, values)
    _refuse_twin(locked)
    locked.version += 1
    locked.full_clean()
    locked.save()
    _index(locked)
    record("movement.revise", locked, by=by, **changes)
    return locked


def _changes(movement: Movement, values: dict[str, Any]) -> dict[str, Any]:
    """{field: [before, after]} in words of what the values would change."""
    return {
        name: [_word(getattr(movement, name)), _word(value)]
        for name, value in values.items()
        if getattr(movement, name) != value
    }


def _word(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


@transaction.atomic
def link(
    movement: Movement, *, parent: Movement | None, programmes: Collection[Programme], by: User
) -> Movement:
    """Say which movement it answers to and which programmes it belongs to. A circle is refused."""
    locked = _locked(movement)
    demand(may_link_movement(by, locked, on=timezone.localdate()))
    if parent is not None and parent.pk in {locked.pk, *descendant_ids([locked.pk])}:
        raise Refused(_("A movement cannot answer to itself, nor to one that answers to it."))
    before = sorted(one.title for one in locked.programmes.all())
    after = sorted(one.title for one in programmes)
    changes: dict[str, Any] = {}
    if locked.parent != parent:
        changes["parent"] = [_word(locked.parent), _word(parent)]
    if before != after:
        changes["programmes"] = [before, after]
    if not changes:
        return locked
    locked.parent = parent
    locked.version += 1
    locked.save(update_fields=["parent", "version"])
    locked.programmes.set(programmes)
    record("movement.link", locked, by=by, **changes)
    return locked


@transaction.atomic
def attach_document(
    movement: Movement, *, file: "File[bytes]", filename: str, by: User, reason: str = ""
) -> Movement:
    """Keep the scan of the launch document; after the launch another one takes its place for a reason only.

    Raises UploadRefused for a file that is no scan.
    """
    locked = _locked(movement)
    demand(may_link_movement(by, locked, on=timezone.localdate()))
    kept = nfc(reason).strip()
    if exchanges(locked) and not kept:
        raise Refused(_("Say why another scan takes the place of the one that the units have read."))
    check_scan(file)
    before, locked.document_name = locked.document_name, nfc(filename)[:255]
    locked.document_file.save(filename, file, save=False)
    locked.save(update_fields=["document_file", "document_name"])
    record("movement.attach", locked, by=by, file=[before, locked.document_name], reason=kept)
    return locked


def exchanges(movement: Movement) -> bool:
    """Whether a further scan would replace one that the units have been reading."""
    return movement.state != MovementState.DRAFT and bool(movement.document_file)


@transaction.atomic
def advance(movement: Movement, move: str, *, by: User, reason: str = "") -> Movement:
    """Make one move of the table; taking one back gives its reason."""
    locked = _locked(movement)
    target = MOVEMENT.target(move, locked.state, locked)
    demand(may_move_movement(by, locked, move, on=timezone.localdate()))
    kept = given(reason, needed=move in MOVEMENT_NEEDS_REASON)
    if move == "unlaunch":
        _refuse_unlaunch(locked)
    before, locked.state = locked.state, target
    locked.version += 1
    locked.save(update_fields=["state", "version"])
    record(f"movement.{move}", locked, by=by, state=[before, target], reason=kept)
    return locked


def _refuse_unlaunch(movement: Movement) -> None:
    if movement.rounds.exists():
        raise Refused(_("Units are asked to register for this movement: its launch cannot be taken back."))
    if movement.amendments.exists():
        raise Refused(_("The movement has been amended since: its launch cannot be taken back."))


@transaction.atomic
def amend(
    movement: Movement, wording: Wording, document: AmendmentDocument, *, base: Wording, by: User
) -> MovementAmendment:
    """Change a launched movement by the next numbered amendment; an earlier name stays known as a spelling.

    `base` is what the person saw; a field that both changed raises merging.Clash. Refused when nothing changes,
    and before the day from which it is in effect: the movement says at once what the amendment says.
    """
    locked = _locked(movement)
    today = timezone.localdate()
    demand(may_amend_movement(by, locked, on=today))
    if document.dated > today:
        raise Refused(
            _("The amendment is in effect from %(day)s: enter it on that day.")
            % {"day": f"{document.dated:%d/%m/%Y}"}
        )
    values = merge(_values(base), _values(wording), _values(wording_of(locked)))
    changes = _changes(locked, values)
    if not changes:
        raise Refused(_("Nothing is changed by this amendment."))
    earlier = locked.name
    _write(locked, values)
    _refuse_twin(locked)
    locked.version += 1
    locked.full_clean()
    locked.save()
    if "name" in changes:
        _add_alias(locked, earlier, AliasSource.RENAMED, seen_in=document.number)
        _index(locked)
    amendment = MovementAmendment(
        movement=locked,
        number=locked.amendments.count() + 1,
        dated=document.dated,
        document_number=nfc(document.number).strip(),
        document_date=document.signed_on,
        reason=nfc(document.reason).strip(),
        changes=changes,
        entered_by=by,
    )
    amendment.full_clean()
    amendment.save()
    record(
        "movement.amend",
        locked,
        by=by,
        reason=amendment.reason,
        amending_document=[None, amendment.document_number],
        **changes,
    )
    return amendment


@transaction.atomic
def add_alias(movement: Movement, text: str, *, by: User, seen_in: str = "") -> MovementAlias:
    """Know the movement under another spelling as well."""
    locked = _locked(movement)
    demand(may_judge_names(by, locked, on=timezone.localdate()))
    alias = _add_alias(locked, text, AliasSource.ENTERED, seen_in=seen_in)
    _index(locked)
    record("movement.add_alias", locked, by=by, spelling=[None, alias.text])
    return alias


def _add_alias(movement: Movement, text: str, source: str, *, seen_in: str = "") -> MovementAlias:
    spelling = " ".join(nfc(text).split())
    folded = fold(spelling)
    if not folded:
        raise Refused(_("Write the name as it stands in the document."))
    other = _named_so(movement, folded)
    if other is not None:
        raise Refused(_("This spelling already names: %(movement)s.") % {"movement": other})
    alias = MovementAlias.objects.filter(movement=movement, folded=folded).first()
    if alias is not None:
        return alias
    alias = MovementAlias(
        movement=movement, text=spelling, folded=folded, source=source, seen_in=nfc(seen_in).strip()
    )
    alias.full_clean(exclude=["folded"])
    alias.save()
    return alias


def _named_so(movement: Movement, folded: str) -> Movement | None:
    """Another movement of the same keeper and period that bears the name, or is known under it."""
    others = Movement.objects.filter(organisation=movement.organisation_id).exclude(pk=movement.pk)
    spelt = MovementAlias.objects.filter(folded=folded).values("movement")
    named = others.filter(Q(folded=folded) | Q(pk__in=spelt)).order_by("pk")
    return next((one for one in named if one.period == movement.period), None)


@transaction.atomic
def remove_alias(alias: MovementAlias, *, by: User) -> Movement:
    """Forget a spelling; what was judged of it is forgotten with it, the journal keeps both."""
    locked = _locked(alias.movement)
    demand(may_judge_names(by, locked, on=timezone.localdate()))
    still_there(locked.aliases.all(), alias.pk).delete()
    locked.judgements.filter(folded=alias.folded).delete()
    _index(locked)
    record("movement.remove_alias", locked, by=by, spelling=[alias.text, None])
    return locked


@transaction.atomic
def judge(movement: Movement, text: str, judgement: str, *, by: User, reason: str = "") -> NameJudgement:
    """Remember whether a spelling names the movement: the same adds it as a spelling, different is kept too.

    Judging anew replaces the earlier judgement; the journal keeps both. Raises ValidationError for a text that is
    longer than a name.
    """
    locked = _locked(movement)
    demand(may_judge_names(by, locked, on=timezone.localdate()))
    spelling = " ".join(nfc(text).split())
    folded = fold(spelling)
    if not folded:
        raise Refused(_("Write the name as it stands in the document."))
    if judgement == Judgement.SAME:
        if folded != locked.folded:
            _add_alias(locked, spelling, AliasSource.JUDGED)
    elif folded == locked.folded:
        raise Refused(_("This is the very name of the movement."))
    else:
        locked.aliases.filter(folded=folded).delete()
    kept = NameJudgement.objects.filter(movement=locked, folded=folded).first()
    kept = kept or NameJudgement(movement=locked, folded=folded)
    kept.text, kept.judgement, kept.reason = spelling, judgement, nfc(reason).strip()
    kept.by, kept.at = by, timezone.now()
    kept.full_clean()
    kept.save()
    _index(locked)
    record(f"movement.judge_{judgement}", locked, by=by, reason=kept.reason, spelling=[None, spelling])
    return kept
