"""What opening self-scoring asks of a season, and makes ready."""

from django.utils.translation import gettext as _

from clusters.models import Season
from clusters.selectors.sheets import criteria_of, faults_of
from clusters.services.cards import open_cards
from emulation.verdicts import Refused


def prepare(season: Season) -> None:
    """Refuse without a faultless sheet; lock it, and lay out a card for every member."""
    if season.sheet is None:
        raise Refused(_("Choose a score sheet first."))
    found = faults_of(season.sheet, criteria_of(season.sheet))
    if found:
        raise Refused(
            _("The score sheet has %(count)s faults; put them right first.") % {"count": len(found)}
        )
    open_cards(season)
