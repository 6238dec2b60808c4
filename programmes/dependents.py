"""What of this room rests on an instrument: programmes not yet over that carry it out or cite it as a ground."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from emulation.accounts.models import User
from emulation.legislation import dependents
from emulation.legislation.dependents import Dependent
from emulation.legislation.models import Instrument
from emulation.legislation.numbers import mentions
from programmes.models import Programme
from programmes.selectors.programmes import programmes_visible_to
from programmes.states import OVER, ProgrammeState


def programmes(instruments: Sequence[Instrument], user: User | None, on: date) -> Iterable[Dependent]:
    """As far as the person may see them; two queries for any number of instruments."""
    seen = Programme.objects.all() if user is None else programmes_visible_to(user)
    rows = (
        seen.exclude(state__in=[*OVER, ProgrammeState.DISCARDED])
        .filter(to_year__gte=on.year)
        .prefetch_related("implements")
    )
    for programme in rows.order_by("-from_year", "pk"):
        carried_out = {one.pk for one in programme.implements.all()}
        for instrument in instruments:
            if instrument.pk in carried_out or mentions(programme.grounds, instrument.number_key):
                url = reverse("programmes:programme", args=[programme.pk])
                yield Dependent(instrument.pk, str(programme), url)


def register() -> None:
    dependents.register(_("Cooperation programmes under way"), programmes)
