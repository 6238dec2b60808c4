"""The table of a ranking as a workbook: the values that the screen shows."""

from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.models import RankingVersion, Season
from clusters.standing_table import Table
from emulation.spreadsheets.writing import write_table


def workbook_of(table: Table, season: Season, version: RankingVersion | None) -> bytes:
    """An .xlsx with real numbers; its heading says which version it is, or that it is provisional."""
    return write_table(
        title=str(season),
        header=table.header,
        rows=[line.cells for line in table.lines],
        unit=version_words(version),
        filters=" ".join([table.rule, *table.warnings]),
        on=timezone.localdate(),
        sheet_name=_("Ranking"),
    )


def version_words(version: RankingVersion | None) -> str:
    """Which version a page or paper shows, or that it is none."""
    if version is None:
        return _("Provisional, not published")
    if version.published_at is None:
        return _("Version %(number)s, not published") % {"number": version.number}
    return _("Version %(number)s, published on %(day)s") % {
        "number": version.number,
        "day": f"{timezone.localtime(version.published_at):%d/%m/%Y}",
    }
