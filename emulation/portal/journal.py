"""Whose journal a person may read: the log itself knows neither offices nor conflicts of interest."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db.models import CharField, Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from awards.models import Campaign, Decision, Nomination
from awards.selectors.viewpoint import conflict, viewpoint
from awards.states import DecisionState
from emulation.accounts.models import User
from emulation.accounts.selectors import is_administrator, organisations_in_scope, organisations_where
from emulation.audit.models import Entry
from emulation.audit.selectors import Sought, journal
from emulation.ballots.models import Ballot
from emulation.organisations import selectors as organisations
from emulation.organisations.models import Organisation
from emulation.portal.navigation import JOURNAL_READERS
from emulation.verdicts import YES, No, Verdict

INSTALLATION = 0


def may_read_journal(user: User, *, on: date) -> Verdict:
    """Auditors, administrators and data protection officers, each for the organisations of their scope."""
    if organisations_where(user, JOURNAL_READERS, on):
        return YES
    return No(_("The journal is open to auditors, administrators and data protection officers."))


def runs_the_installation(user: User, *, on: date) -> bool:
    """An administrator who also keeps the catalogues: reads what belongs to no single organisation."""
    return user.is_staff and is_administrator(user, on)


def journal_for(user: User, sought: Sought, *, on: date, unit: str = "") -> QuerySet[Entry]:
    """The entries that the user's scope opens, the newest first; without a scope there are none.

    `unit` keeps the organisations that ever bore such a name. A board member who also holds one of these
    offices sees nothing of a nomination that a conflict of interest hides from them.
    """
    bodies = organisations_in_scope(user, JOURNAL_READERS, on)
    if unit:
        bodies = bodies.filter(pk__in=organisations.matching(unit).values("organisation"))
    chains = Q(chain__in=bodies.values("pk"))
    if not unit and runs_the_installation(user, on=on):
        chains |= Q(chain=INSTALLATION)
    return journal(chains, sought).exclude(_hidden_from(user, on))


def _hidden_from(user: User, on: date) -> Q:
    """Entries about a hidden nomination, and those whose numbers would count it: ballot, draft decision, import."""
    view = viewpoint(user, on=on)
    if not view.bound:
        return Q(pk__in=())
    hidden = Nomination.objects.filter(conflict(view))
    unissued = hidden.exclude(decision__state=DecisionState.PUBLISHED)
    counted_in = (
        (Nomination, hidden.values("pk")),
        (Ballot, hidden.values("question__ballot")),
        (Decision, unissued.values("decision")),
    )
    found = Q(pk__in=())
    for model, keys in counted_in:
        found |= Q(_about(model, keys), subject_type=model._meta.label_lower)
    lists = Q(_about(Campaign, hidden.values("campaign")), subject_type=Campaign._meta.label_lower)
    return found | lists & Q(action__in=["campaign.import", "campaign.discard_import"])


def _about(model: type[Model], keys: QuerySet[Any]) -> Exists:
    rows = model._base_manager.filter(pk__in=keys).annotate(text=Cast("pk", CharField()))
    return Exists(rows.filter(text=OuterRef("subject_id")))


def names_of_chains(entries: Collection[Entry]) -> Mapping[int, str]:
    """chain → the name of its organisation today; one query for a page."""
    chains = {entry.chain for entry in entries}
    names: dict[int, str] = dict(Organisation.objects.filter(pk__in=chains).values_list("pk", "name"))
    return names
