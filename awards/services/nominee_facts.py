"""The facts against which a list of nominees is checked, in a handful of queries whatever its length."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone

from awards.models import AwardAlias, AwardForm, Campaign, Nomination
from awards.rows.checking import names_of_units
from awards.rows.identity import COLLECTIVE, folded_name, likely_key
from awards.rows.known import FormFact, Known, OtherNomination, SubjectKey, UnitFact, wordings_of
from awards.rows.reading import Line
from awards.states import NominationState
from emulation.organisations.models import Organisation, Succession
from emulation.organisations.selectors import exact_names, versions_on


def catalogue_for(campaign: Campaign) -> Known:
    """What is known before a list is read: the forms of the catalogue and their wordings. Three queries."""
    offered = set(campaign.forms.values_list("pk", flat=True))
    forms = {
        form.code: FormFact(form.pk, form.code, form.name, form.subjects, form.pk in offered)
        for form in AwardForm.objects.order_by("official_order", "code")
        if form.retired_on is None or form.pk in offered
    }
    aliases: dict[str, tuple[str, ...]] = {}
    rows = AwardAlias.objects.order_by("form__official_order", "form__code")
    for text, code in rows.values_list("text", "form__code"):
        if code in forms:
            aliases[text] = (*aliases.get(text, ()), code)
    return Known(campaign.year, timezone.localdate(), forms, wordings_of(forms, aliases))


def with_units(known: Known, campaign: Campaign, lines: Iterable[Line], answers: Mapping[str, Any]) -> Known:
    """The same, with the units that the lines and the answers name and the nominations that stand already."""
    named = exact_names(names_of_units(lines), near=campaign.organisation)
    asked = Organisation.objects.filter(pk__in=_ids_in(answers))
    found = {unit.pk: unit for units in named.values() for unit in units}
    standing = list(_standing(campaign).values_list("fingerprint", "subject_kind", "unit_id", "form__code"))
    facts = _facts_of(found | {unit.pk: unit for unit in asked}, named, campaign)
    return replace(
        known,
        units={key: tuple(facts[unit.pk] for unit in units) for key, units in named.items() if units},
        chosen={unit.pk: facts[unit.pk] for unit in asked},
        standing=frozenset(mark for mark, *_rest in standing),
        collectives=frozenset((unit, code) for _mark, kind, unit, code in standing if kind == COLLECTIVE),
        others=_others(campaign, frozenset(facts)),
    )


def _ids_in(answers: Mapping[str, Any]) -> set[int]:
    chosen = (str(answer) for key, answer in answers.items() if key.startswith("unit:"))
    return {int(answer) for answer in chosen if answer.isdigit() and len(answer) < 19}


def _facts_of(
    units: Mapping[int, Organisation], named: Mapping[str, list[Organisation]], campaign: Campaign
) -> dict[int, UnitFact]:
    namesakes = [unit.pk for group in named.values() if len(group) > 1 for unit in group]
    versions = versions_on(namesakes, timezone.localdate()) if namesakes else {}
    successors = _successors([unit.pk for unit in units.values() if unit.ended_on is not None])
    return {
        pk: UnitFact(
            pk,
            unit.name,
            address=versions[pk].address if pk in versions else "",
            inside=unit.path.startswith(campaign.organisation.path),
            ended_on=unit.ended_on,
            successors=successors.get(pk, ()),
        )
        for pk, unit in units.items()
    }


def _successors(ended: list[int]) -> dict[int, tuple[str, ...]]:
    if not ended:
        return {}
    lines = Succession.objects.filter(predecessor_id__in=ended, successor__isnull=False).order_by("pk")
    names: dict[int, tuple[str, ...]] = {}
    for predecessor, name in lines.values_list("predecessor_id", "successor__name"):
        names[predecessor] = (*names.get(predecessor, ()), name)
    return names


def _standing(campaign: Campaign) -> Any:
    return Nomination.objects.filter(campaign=campaign).exclude(state=NominationState.WITHDRAWN)


def _others(campaign: Campaign, units: frozenset[int]) -> dict[SubjectKey, tuple[OtherNomination, ...]]:
    """Nominations of the agency's campaigns of the same year at these units, by subject."""
    rows = (
        Nomination.objects.filter(campaign__organisation_id=campaign.organisation_id)
        .filter(campaign__year=campaign.year)
        .exclude(state=NominationState.WITHDRAWN)
        .order_by("pk")
        .values_list(
            "subject_kind", "name", "birth_year", "unit_id", "campaign_id", "campaign__title", "form__name"
        )
    )
    found: dict[SubjectKey, list[OtherNomination]] = defaultdict(list)
    for kind, name, born, unit_id, campaign_id, title, form in rows:
        if unit_id in units:
            other = OtherNomination(campaign_id, title, form, born)
            found[likely_key(kind, folded_name(kind, name), unit_id)].append(other)
    return {key: tuple(others) for key, others in found.items()}
