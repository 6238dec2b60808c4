"""What a report of a programme says of awards: programmes do not know them, so the page that stands above counts."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from awards.models import Grant, SubjectKind
from awards.states import GrantState
from emulation.organisations.selectors import subtree
from programmes.models import Report
from programmes.selectors.programmes import parties_of
from programmes.selectors.reporting import span_of_report

UNITS = {
    SubjectKind.INDIVIDUAL: "cá nhân",
    SubjectKind.COLLECTIVE: "tập thể",
    SubjectKind.HOUSEHOLD: "hộ gia đình",
}


def grants_of(report: Report) -> QuerySet[Grant]:
    """Awards decided by a side of the programme, or given to a unit below one, in the days of the report."""
    sides = [party.organisation_id for party in parties_of(report.programme) if party.organisation_id]
    span = span_of_report(report)
    rows = Grant.objects.filter(
        Q(organisation_id__in=sides) | Q(unit__in=subtree(sides)),
        state=GrantState.VALID,
        decision__signed_on__gte=span.start,
        decision__signed_on__lte=span.end,
    )
    return rows.select_related("decision").order_by("form__official_order", "form_name", "subject_kind", "pk")


def award_facts(report: Report) -> list[dict[str, Any]]:
    """One fact for each form of award and kind of recipient, naming the decisions; revoked awards are left out."""
    groups: dict[tuple[str, str], list[Grant]] = {}
    for grant in grants_of(report):
        groups.setdefault((grant.form_name, grant.subject_kind), []).append(grant)
    return [_fact(name, kind, grants) for (name, kind), grants in groups.items()]


def _fact(name: str, kind: str, grants: list[Grant]) -> dict[str, Any]:
    unit = UNITS[SubjectKind(kind)]
    return {
        "key": f"awards.{grants[0].form_id}.{kind}",
        "label": f"{name} ({unit})",
        "unit": unit,
        "value": str(len(grants)),
        "sources": list(_sources(grants)),
    }


def _sources(grants: Iterable[Grant]) -> Iterable[dict[str, Any]]:
    for decision in {grant.decision_id: grant.decision for grant in grants}.values():
        yield {
            "model": decision._meta.label_lower,
            "id": decision.pk,
            "url": reverse("awards:decision", args=[decision.pk]),
            "name": str(decision)[:120],
        }
