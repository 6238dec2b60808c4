"""What the statistical forms count: the movements a body and the units below it launched and ran in a year."""

from datetime import date

from django.http import Http404
from django.utils import timezone

from emulation.accounts.models import User
from emulation.accounts.selectors import organisations_where
from emulation.organisations.models import Kind, Organisation
from emulation.organisations.selectors import subtree
from programmes.form_0601 import Counted, Form, form_of
from programmes.models import Movement
from programmes.movement_states import KNOWN_BELOW
from programmes.offices import READERS


def reporting_bodies(user: User) -> list[Organisation]:
    """The very bodies for which the user reads statistics, in the order of the register."""
    held = organisations_where(user, READERS, timezone.localdate())
    return list(Organisation.objects.filter(pk__in=held).order_by("official_order", "sort_key", "pk"))


def reporting_body(user: User, pk: int | None) -> Organisation:
    """The body asked for, by default the first; Http404 for a foreign one and for a person without any."""
    bodies = reporting_bodies(user)
    found = next((body for body in bodies if pk in (None, body.pk)), None)
    if found is None:
        raise Http404
    return found


def form_0601(organisation: Organisation, year: int) -> tuple[Form, int]:
    """(the form, how many movements launched elsewhere are known here and not counted); two queries.

    Whoever launched a movement counts it: one that is only recorded here would be counted by every province.
    """
    rows = Movement.objects.filter(organisation__in=subtree([organisation.pk]), state__in=KNOWN_BELOW)
    running = [one for one in rows.select_related("launcher").order_by("folded", "pk") if one.runs_in(year)]
    own = [one for one in running if not one.recorded]
    return form_of(map(_counted, own)), len(running) - len(own)


def _counted(movement: Movement) -> Counted:
    return Counted(
        movement.name,
        movement.level,
        by_council=movement.launcher is not None and movement.launcher.kind == Kind.COUNCIL,
        thematic=bool(movement.theme),
        first=movement.starts_on or _day(movement.from_year, 1, 1),
        last=movement.ends_on or _day(movement.to_year, 12, 31),
    )


def _day(year: int | None, month: int, day: int) -> date | None:
    return None if year is None else date(year, month, day)
