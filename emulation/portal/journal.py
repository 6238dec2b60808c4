"""Whose journal a person may read: the log itself knows neither offices nor conflicts of interest."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from awards.models import Nomination
from awards.selectors.viewpoint import conflict, viewpoint
from emulation.accounts.models import User
from emulation.accounts.selectors import is_administrator, organisations_in_scope, organisations_where
from emulation.audit.models import Entry
from emulation.audit.selectors import Sought, journal
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
    hidden = Nomination.objects.filter(conflict(viewpoint(user, on=on)))
    same = hidden.annotate(text=Cast("pk", CharField())).filter(text=OuterRef("subject_id"))
    return Q(Exists(same), subject_type=Nomination._meta.label_lower)


def names_of_chains(entries: Collection[Entry]) -> Mapping[int, str]:
    """chain → the name of its organisation today; one query for a page."""
    chains = {entry.chain for entry in entries}
    names: dict[int, str] = dict(Organisation.objects.filter(pk__in=chains).values_list("pk", "name"))
    return names
