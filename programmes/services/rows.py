"""A row that somebody may have taken away since it was shown."""

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from emulation.verdicts import Refused

Row = TypeVar("Row", bound=Model)


def still_there(rows: QuerySet[Row], pk: int) -> Row:
    """The row as it is now, nobody else changing it. Refused where somebody took it away meanwhile."""
    found = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if found is None:
        raise Refused(_("Somebody took this away meanwhile. Look at the page again."))
    return found
