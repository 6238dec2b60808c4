"""A person's calendar for programs that read iCalendar (RFC 5545): the same dates, and nothing confidential."""

from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration, vUri

from emulation.accounts.models import CalendarKey
from emulation.portal.calendar import KINDS, dates_of
from emulation.waiting import Date

BACK, AHEAD = timedelta(days=31), timedelta(days=400)
"""How far a feed reaches: the past month, and somewhat more than a year."""
REFRESH = timedelta(hours=12)
WRONG, READ = 20, 120
"""Wrong addresses from one place, and readings of one calendar, that are answered within WINDOW seconds."""
WINDOW = 600


def feed(key: CalendarKey, on: date) -> bytes:
    """The calendar of the key's account, with its posts of today; the same bytes for the same data."""
    calendar = Calendar()
    calendar.add("prodid", "-//emulation//calendar//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Emulation and commendation"))
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    for row in dates_of(key.user, on - BACK, on + AHEAD):
        calendar.add_component(event(row, stamp=row.stamp or key.created_at))
    return calendar.to_ical()


def event(row: Date, *, stamp: datetime) -> Event:
    """An event of whole days; its end is the day after the last one, as the format wants it."""
    host = urlsplit(settings.SITE_URL).hostname
    made = Event()
    made.add("uid", f"{row.uid}@{host}")
    made.add("dtstamp", stamp)
    made.add("dtstart", row.day)
    made.add("dtend", row.end + timedelta(days=1))
    made.add("summary", str(row.sentence))
    made.add("url", vUri(settings.SITE_URL + row.url))
    made.add("categories", [str(KINDS[row.kind])])
    made.add("transp", "TRANSPARENT")
    if row.note:
        made.add("description", str(row.note))
    return made


def tired(request: HttpRequest, *, key: CalendarKey | None) -> bool:
    """Whether this place has tried too many wrong addresses, or this calendar was read too often; counts the try."""
    place = f"key:{key.pk}" if key else f"place:{get_adapter().get_client_ip(request)}"
    name = f"calendar:{place}"
    cache.add(name, 0, WINDOW)
    try:
        tries = cache.incr(name)
    except ValueError:  # the window closed between the two
        return False
    return tries > (READ if key else WRONG)
