"""The doors of this room: what a person may see of figures, from the posts held today."""

from datetime import date

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from emulation.accounts.models import User
from emulation.accounts.selectors import Reach, reach_of
from emulation.indicators.models import Figure, FigureImport, Indicator
from emulation.indicators.offices import MAY_IMPORT, READERS
from emulation.organisations.models import Organisation


def reach(user: User, *, on: date | None = None) -> Reach:
    """The organisations whose figures the user reads: own, those below, and those these continue."""
    return reach_of(user, READERS, on or timezone.localdate())


def reporter_for(user: User, pk: int) -> Organisation:
    """The organisation whose figures are asked for, or Http404 where they are none of the user's business."""
    found = Organisation.objects.filter(pk=pk, pk__in=reach(user).places).first()
    if found is None:
        raise Http404
    return found


def figure_for(user: User, pk: int) -> Figure:
    """One figure with what it is of and who entered it, or Http404."""
    rows = Figure.objects.select_related(
        "organisation",
        "population",
        "indicator_version__indicator",
        "entered_by__person",
        "replaces",
    )
    found = rows.filter(pk=pk, organisation_id__in=reach(user).places).first()
    if found is None:
        raise Http404
    return found


def import_for(user: User, pk: int) -> FigureImport:
    """A table waiting to be taken in, for whoever may bring tables in at its organisation."""
    places = reach_of(user, MAY_IMPORT, timezone.localdate()).places
    rows = FigureImport.objects.select_related("organisation", "uploaded_by__person")
    found = rows.filter(pk=pk, organisation_id__in=places).first()
    if found is None:
        raise Http404
    return found


def open_imports(user: User, *, on: date) -> QuerySet[FigureImport]:
    """The tables to which nobody has said yes or no yet, where the user may bring tables in; the newest first."""
    places = reach_of(user, MAY_IMPORT, on).places
    rows = FigureImport.objects.filter(organisation_id__in=places, taken_at=None, discarded_at=None)
    return rows.select_related("organisation", "uploaded_by__person").defer("rows")


def indicator_for(pk: int) -> Indicator:
    """An indicator of the catalogue, which everybody who is logged in may read, or Http404."""
    found = Indicator.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
