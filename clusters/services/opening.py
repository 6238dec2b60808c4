"""What opening self-scoring and cross-scoring asks of a season, and makes ready."""

from django.utils.translation import gettext as _

from clusters.models import Season
from clusters.permissions.peers import NOT_CROSS_SCORED
from clusters.selectors.sheets import criteria_of, faults_of
from clusters.services.cards import open_cards
from clusters.states import DrawState, SheetState
from emulation.verdicts import Refused


def prepare(season: Season) -> None:
    """Refuse without a faultless sheet; lock it, and lay out a card for every member."""
    lock_sheet(season)
    open_cards(season)


def lock_sheet(season: Season) -> None:
    """Take the season's sheet into use, from when on it does not change. Refused without a faultless one."""
    if season.sheet is None:
        raise Refused(_("Choose a score sheet first."))
    found = faults_of(season.sheet, criteria_of(season.sheet))
    if found:
        raise Refused(
            _("The score sheet has %(count)s faults; put them right first.") % {"count": len(found)}
        )
    if season.sheet.state == SheetState.DRAFT:
        season.sheet.state = SheetState.IN_USE
        season.sheet.save(update_fields=["state"])


def refuse_without_draw(season: Season) -> None:
    """Cross-scoring opens only where the members score each other, and it is known who whom."""
    if not season.cross_scored:
        raise Refused(NOT_CROSS_SCORED)
    if not season.draws.filter(state=DrawState.CONFIRMED).exists():
        raise Refused(_("Draw who scores whom first, and confirm the draw."))
