"""The rows of a confirmed list become nominations: all of them in one transaction, or none."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import AwardForm, Campaign, Nomination, NomineeImport
from awards.permissions import may_change_campaign, may_import
from awards.rows import LONGEST_NAME, fingerprint, order_key, search_text
from awards.rows.findings import Candidate
from awards.rows.identity import INDIVIDUAL
from awards.services.entrants import enter_units, known_people, person_key
from awards.services.import_checking import Examination, Progress, check_again, examine, silent
from awards.services.imports import content_of
from awards.states import IMPORT, CampaignState
from emulation.accounts.models import User
from emulation.audit.services import hold, record
from emulation.lifecycle import TransitionRefused
from emulation.verdicts import Refused, demand

BATCH = 500
ATTEMPTS = 3


@dataclass(frozen=True)
class Taken:
    """How many nominations and units came in, and how many rows were wrong."""

    added: int
    units: int
    refused: int


def take_in(pk: int, *, by: User | None, progress: Progress = silent) -> Taken:
    """Add the good, answered rows of the list that do not stand in the campaign yet.

    Checked against the present state inside the transaction; the campaign's row is locked, so two lists come
    in one after the other. `by` None is an administrator's command. Raises Refused, TransitionRefused when
    the list has been imported or discarded, UnreadableBook.
    """
    found = NomineeImport.objects.select_related("campaign__organisation").get(pk=pk)
    IMPORT.target("take_in", found.state, found)

    def half(done: int, total: int) -> None:
        progress(done // 2, total)

    examined = examine(
        found.campaign,
        content_of(found),
        found.filename,
        mapping=found.mapping,
        answers=found.answers,
        progress=half,
    )
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _save(found, examined, by=by)
        except IntegrityError:
            # Somebody wrote one of the nominations by hand this very moment; the next look sees it.
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("unreachable")


@transaction.atomic
def _save(found: NomineeImport, examined: Examination, *, by: User | None) -> Taken:
    hold(found.campaign.organisation_id)
    campaign = (
        Campaign.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=found.campaign_id)
    )
    locked = NomineeImport.objects.select_for_update().get(pk=found.pk)
    target = IMPORT.target("take_in", locked.state, locked)
    if (locked.mapping, locked.answers) != (found.mapping, found.answers):
        raise TransitionRefused("take_in", locked.state, locked)
    _demand(campaign, by)
    examined = check_again(examined, campaign, found.answers)
    rows = examined.checked.adding
    offered = _offer(campaign, examined, rows, by=by)
    units = enter_units(rows, campaign, source=locked.filename, batch=f"import-{locked.pk}", by=by)
    for row in rows:
        row.unit_id = row.unit_id or units[row.unit_key]
    people = known_people(
        person_key(row.name, row.birth_year, row.unit_id or 0) for row in rows if row.kind == INDIVIDUAL
    )
    form_ids = {code: form.id for code, form in examined.known.forms.items()}
    nominations = [_nomination(row, form_ids[row.form_code], locked, campaign, people, by) for row in rows]
    Nomination.objects.bulk_create(nominations, batch_size=BATCH)
    taken = Taken(len(rows), len(units), len({(p.sheet, p.row) for p in examined.checked.problems}))
    locked.state, locked.imported_at, locked.added = target, timezone.now(), len(rows)
    locked.preview = examined.preview()
    locked.save(update_fields=["state", "imported_at", "added", "preview"])
    more: dict[str, Any] = {"forms": offered} if offered else {}
    record(
        "campaign.import",
        campaign,
        by=by,
        batch=f"import-{locked.pk}",
        file=[None, locked.filename],
        digest=[None, locked.digest],
        good=[None, taken.added],
        bad=[None, taken.refused],
        units=[None, taken.units],
        **more,
    )
    return taken


def _demand(campaign: Campaign, by: User | None) -> None:
    if by is not None:
        demand(may_import(by, campaign, on=timezone.localdate()))
    elif campaign.state == CampaignState.CLOSED:
        raise Refused(_("The campaign no longer takes nominations."))


def _offer(
    campaign: Campaign, examined: Examination, rows: list[Candidate], *, by: User | None
) -> list[list[str]] | None:
    """Let the campaign consider the forms that answers named; [names before, names after] where it changed."""
    forms = examined.known.forms
    used = {row.form_code for row in rows}
    new = [forms[code] for code in used if not forms[code].offered]
    if not new:
        return None
    if by is not None:
        demand(may_change_campaign(by, campaign, on=timezone.localdate()))
    before = sorted(form.name for form in forms.values() if form.offered)
    campaign.forms.add(*AwardForm.objects.filter(pk__in=[form.id for form in new]))
    return [before, sorted({*before, *(form.name for form in new)})]


def _nomination(
    row: Candidate,
    form_id: int,
    source: NomineeImport,
    campaign: Campaign,
    people: dict[tuple[str, int | None, int], int],
    by: User | None,
) -> Nomination:
    unit_id = row.unit_id or 0
    individual = row.kind == INDIVIDUAL
    now = timezone.now()
    return Nomination(
        campaign_id=campaign.pk,
        organisation_id=campaign.organisation_id,
        form_id=form_id,
        subject_kind=row.kind,
        person_id=people.get(person_key(row.name, row.birth_year, unit_id)) if individual else None,
        unit_id=unit_id,
        honorific=row.honorific,
        name=row.name,
        gender=row.gender,
        birth_year=row.birth_year,
        birth_date=row.birth_date,
        position_title=row.title if individual else "",
        unit_name=row.unit_name,
        address="" if individual else row.address,
        achievement=row.achievement,
        state_since=now,
        source_id=source.pk,
        source_row=row.row,
        fingerprint=fingerprint(row.kind, row.name, row.birth_year, unit_id, row.form_code),
        folded=row.folded[:LONGEST_NAME],
        search=search_text(row.name, row.unit_name, row.title),
        sort_key=order_key(row.kind, row.name),
        created_by_id=by.pk if by else None,
    )
