"""The coming end of an instrument in use is told once for each threshold, to those whom it concerns."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from emulation.audit.selectors import history_of
from emulation.legislation.dependents import FINDERS, dependents_of, register
from emulation.legislation.models import Ground, Instrument, Warned
from emulation.legislation.services import grounds, instruments
from emulation.legislation.services.grounds import GroundTerms
from emulation.legislation.services.warnings import warn_of_expiry
from emulation.legislation.tasks import warn_of_expiry as task
from emulation.legislation.tests.factories import account, cast, fresh, planted
from emulation.legislation.waiting import tasks
from emulation.notices.models import Notice, Outgoing
from emulation.organisations.offices import Office

pytestmark = pytest.mark.django_db
CEASES = date(2027, 3, 1)


def days_before(number):
    return CEASES - timedelta(days=number)


def decree():
    return Instrument.objects.get(number="152/2025/NĐ-CP")


def test_decree_152_is_told_180_90_30_days_before_and_on_the_day_and_each_once():
    here = cast()
    clerk = account("Võ Thị Văn", here.other, Office.CLERK)
    told = {}
    for number in range(185, -40, -1):
        if made := warn_of_expiry(days_before(number)):
            told[number] = made
    # The officers of two Alliances and the clerk: neither the cooperative's director nor somebody of the staff.
    assert told == {180: 3, 90: 3, 30: 3, 0: 3}
    people = set(Notice.objects.values_list("user_id", flat=True))
    assert people == {here.officer.pk, here.stranger.pk, clerk.pk}
    assert Outgoing.objects.count() == 12
    assert list(decree().warnings.order_by("-days").values_list("days", flat=True)) == [180, 90, 30, 0]
    assert [entry.action for entry in history_of(decree())] == ["instrument.warn"] * 4


def test_the_notice_names_the_day_how_much_depends_and_the_page():
    here = cast()
    warn_of_expiry(days_before(180))
    notice = Notice.objects.get(user=here.officer)
    number = sum(
        len(group.rows) for group in dependents_of([decree()], here.officer, on=days_before(180))[decree().pk]
    )
    assert number == 8
    assert notice.text == (
        f"Nghị định 152/2025/NĐ-CP hết hiệu lực từ ngày 01/03/2027; có {number} nội dung đang dựa vào văn bản này."
    )
    assert notice.url == reverse("legislation:instrument", args=[decree().pk])
    warn_of_expiry(CEASES)
    newest = Notice.objects.filter(user=here.officer).latest("pk")
    assert newest.text.startswith("Nghị định 152/2025/NĐ-CP đã hết hiệu lực từ ngày 01/03/2027")


def test_what_was_passed_unheard_is_told_once_with_the_nearest():
    here = cast()
    assert warn_of_expiry(days_before(20)) == 2
    assert set(decree().warnings.values_list("days", flat=True)) == {180, 90, 30}
    assert warn_of_expiry(days_before(20)) == 0
    assert Notice.objects.filter(user=here.officer).count() == 1
    assert warn_of_expiry(CEASES + timedelta(days=31)) == 0
    assert warn_of_expiry(CEASES + timedelta(days=30)) == 2


def test_a_new_end_is_told_anew():
    cast()
    assert warn_of_expiry(days_before(180)) == 2
    Instrument.objects.filter(pk=decree().pk).update(in_force_to=date(2027, 8, 31))
    assert warn_of_expiry(days_before(179)) == 0
    assert warn_of_expiry(date(2027, 9, 1) - timedelta(days=180)) == 2


def test_what_nothing_rests_on_is_not_told():
    here = cast()
    row = here.enter(in_force_to=date(2026, 12, 31))
    on = date(2026, 12, 1)
    warn_of_expiry(on)
    assert not row.warnings.exists()
    grounds.put_ground(here.alliance, GroundTerms("REPORT", row, date(2026, 1, 1)), by=here.officer)
    assert warn_of_expiry(on) == 1
    assert Notice.objects.get(url=reverse("legislation:instrument", args=[row.pk])).user == here.officer


def test_the_administrators_of_the_catalogues_are_told_of_national_rows():
    here = cast()
    here.staff.is_staff = True
    here.staff.save()
    assert warn_of_expiry(days_before(180)) == 3
    assert Notice.objects.filter(user=here.staff).exists()
    assert len(list(tasks(fresh(here.staff), days_before(100)))) == 1


def test_the_timer_calls_it(time_machine):
    cast()
    time_machine.move_to("2026-09-02 08:00 +0700")
    task()
    task()
    assert Warned.objects.count() == 1
    assert Notice.objects.count() == 2


def test_the_desk_shows_it_from_180_days_before():
    here = cast()

    def shown(user, on):
        return [(str(task.sentence), task.due) for task in tasks(fresh(user), on)]

    assert shown(here.officer, days_before(181)) == []
    ((sentence, due),) = shown(here.officer, days_before(180))
    assert sentence.startswith("Nghị định 152/2025/NĐ-CP hết hiệu lực từ ngày 01/03/2027; có 8")
    assert due == date(2027, 2, 28)
    assert shown(here.director, days_before(100)) == []
    assert shown(here.staff, days_before(100)) == []
    assert shown(here.officer, CEASES) == []


def test_the_desk_shows_own_instruments_to_their_keepers_only():
    here = cast()
    row = here.enter()
    grounds.put_ground(here.alliance, GroundTerms("REPORT", row, date(2026, 1, 1)), by=here.officer)
    instruments.end(row, on=date(2025, 12, 31) + timedelta(days=200), reason="x", by=here.officer)
    on = date(2026, 5, 1)
    # The decree on the base salary, of that spring, concerns both.
    salary, own = (str(task.sentence) for task in tasks(fresh(here.officer), on))
    assert own.startswith("Quyết định 12/QĐ-LMHTX hết hiệu lực từ ngày 20/07/2026; có 1 nội dung")
    assert [str(task.sentence) for task in tasks(fresh(here.stranger), on)] == [salary]
    assert salary.startswith("Nghị định 73/2024/NĐ-CP")


def test_a_room_names_what_depends_and_no_kind_twice():
    planted()
    groups = dependents_of([decree()], None, on=days_before(100))[decree().pk]
    assert [str(group.label) for group in groups] == ["Căn cứ pháp lý của văn bản"]
    assert dependents_of([], None, on=CEASES) == {}
    salary = Instrument.objects.get(number="161/2026/NĐ-CP")
    (group,) = dependents_of([salary], None, on=days_before(100))[salary.pk]
    assert [row.text.replace("\xa0", " ") for row in group.rows] == ["2.530.000 đồng từ 01/07/2026"]
    old = Instrument.objects.get(number="73/2024/NĐ-CP")
    assert dependents_of([old], None, on=days_before(100)) == {}
    assert dependents_of([old], None, on=date(2026, 6, 30)) != {}
    before = Ground.objects.filter(instrument=decree()).first()
    Ground.objects.filter(pk=before.pk).update(valid_to=days_before(101))
    (group,) = dependents_of([decree()], None, on=days_before(100))[decree().pk]
    assert len(group.rows) == 7
    label, finder = FINDERS[0]
    with pytest.raises(ValueError, match="registered already"):
        register(label, finder)
