"""Decisions and awards a person may see."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.text import slugify

from awards.models import Campaign, Decision, Grant, Nomination
from awards.selectors.authority import may_decide
from awards.selectors.viewpoint import TO_DECIDERS, conflict, viewpoint
from awards.states import DecisionState, NominationState
from emulation.accounts.models import User
from emulation.audit.models import Entry
from emulation.audit.selectors import history_of
from emulation.documents.models import IssuedDocument
from emulation.documents.states import DocumentState
from emulation.organisations.models import Organisation
from emulation.vietnamese import fold


def decisions_visible_to(user: User, *, on: date | None = None) -> QuerySet[Decision]:
    """Decisions of the campaigns the user's agency runs, and those put before the user's own body.

    A draft that holds a nomination hidden from the user is hidden whole; an issued decision is public.
    """
    view = viewpoint(user, on=on)
    rows = Decision.objects.filter(
        Q(campaign__organisation_id__in=view.standing.places)
        | Q(organisation_id__in=view.deciding, state__in=TO_DECIDERS)
        | Q(campaign__board_id__in=view.boards, state=DecisionState.PUBLISHED)
    )
    if not view.bound:
        return rows
    hidden = Nomination.objects.filter(conflict(view), decision=OuterRef("pk"))
    return rows.filter(Q(state=DecisionState.PUBLISHED) | ~Exists(hidden))


def decision_for(user: User, pk: int) -> Decision:
    found = (
        decisions_visible_to(user)
        .select_related(
            "campaign__organisation", "organisation", "signatory__person", "document", "job", "presenter"
        )
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def grants_visible_to(user: User, *, on: date | None = None) -> QuerySet[Grant]:
    """Awards proposed, decided or received by the organisations in the user's scope."""
    view = viewpoint(user, on=on)
    return Grant.objects.filter(
        Q(proposer_id__in=view.standing.places)
        | Q(organisation_id__in=view.deciding)
        | Q(unit_id__in=view.standing.places)
        | Q(person_id=view.person_id, person__isnull=False)
    )


def grant_for(user: User, pk: int) -> Grant:
    found = (
        grants_visible_to(user)
        .select_related("decision__campaign", "organisation", "unit", "form", "certificate", "person")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def approved(campaign: Campaign, *, body: Organisation, decision: Decision | None = None) -> list[Nomination]:
    """What a decision of `body` may take in: approved, in no other draft, and within the body's authority."""
    free = Q(decision=None) if decision is None else Q(decision=None) | Q(decision=decision)
    rows = campaign.nominations.filter(free, state=NominationState.PASSED).select_related("form", "unit")
    ordered = rows.order_by("subject_kind", "sort_key", "pk")
    return [row for row in ordered if may_decide(body, row.form) is not False]


def awaits_decision(campaign: Campaign) -> bool:
    """Whether anything that the board approved stands in no decision yet."""
    return campaign.nominations.filter(state=NominationState.PASSED, decision=None).exists()


def grants_of(decision: Decision, *, failed: bool = False) -> QuerySet[Grant]:
    """The awards of a decision in the order of the printed list; or those whose certificate could not be printed."""
    rows = decision.grants.select_related("certificate", "form").order_by("golden_number", "pk")
    return rows.filter(certificate__state=DocumentState.FAILED) if failed else rows


def list_of(decision: Decision) -> QuerySet[Nomination]:
    """The nominations in the order of the printed list: by form, then collectives, households, individuals."""
    rows = decision.nominations.select_related("form", "unit", "person", "campaign", "question")
    return rows.order_by("form__official_order", "form__code", "subject_kind", "sort_key", "pk")


@dataclass(frozen=True)
class PapersProgress:
    """How far the papers of a decision are: ready, failed and all."""

    ready: int
    failed: int
    total: int

    @property
    def certificates(self) -> int:
        """All but the decision itself."""
        return max(0, self.total - 1)


def papers_progress(decision: Decision) -> PapersProgress:
    """Counts over the decision's own document and its certificates; one query."""
    papers = IssuedDocument.objects.filter(
        Q(pk=decision.document_id) | Q(pk__in=decision.grants.values("certificate"))
    )
    counts = dict(papers.order_by().values_list("state").annotate(number=Count("pk")))
    return PapersProgress(
        ready=counts.get(DocumentState.RENDERED, 0),
        failed=counts.get(DocumentState.FAILED, 0),
        total=sum(counts.values()),
    )


def papers_of(grant: Grant) -> list[IssuedDocument]:
    """The certificates of an award, the newest first, each replacing the one after it."""
    papers, paper = [], grant.certificate
    while paper is not None:
        papers.append(paper)
        paper = paper.replaces
    return papers


def history_of_grant(grant: Grant) -> list[Entry]:
    """What happened to the award, the newest first, ending with the act of the decision that made it."""
    issue = history_of(grant.decision).filter(action__in=["decision.publish", "decision.record"])
    return [*history_of(grant), *issue]


def file_name(grant: Grant) -> str:
    """A file name that says of which decision and whose certificate it is, without diacritics."""
    number = slugify(fold(grant.decision.number.replace("/", " ")))[:40]
    name = slugify(fold(grant.name))[:60]
    return "-".join(part for part in (number, name or "giay", str(grant.pk)) if part) + ".pdf"
