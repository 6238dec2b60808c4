"""The journal page: who sees which organisations' entries, and how they are found."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from awards.tests.factories import SINCE, account, stage
from emulation.accounts.models import User
from emulation.accounts.tests.factories import holder
from emulation.audit.selectors import Sought
from emulation.audit.services import erase, record
from emulation.organisations.models import Kind
from emulation.organisations.offices import Office
from emulation.organisations.tests.factories import organisation, post
from emulation.paging import page_of
from emulation.portal import audit_urls
from emulation.portal.journal import journal_for, names_of_chains

pytestmark = pytest.mark.django_db


@pytest.fixture
def tay_ninh():
    return organisation("Liên minh Hợp tác xã tỉnh Tây Ninh", kind=Kind.ALLIANCE)


@pytest.fixture
def kien_giang():
    return organisation("Liên minh Hợp tác xã tỉnh Kiên Giang", kind=Kind.ALLIANCE)


@pytest.fixture
def auditor(tay_ninh):
    return holder(tay_ninh, Office.AUDITOR, name="Đặng Công Ân")


def answer(client, user, **sought):
    client.force_login(user)
    return client.get(reverse("audit:log"), sought)


def told(page) -> list[str]:
    return [entry.action for entry, _ in page.context["lines"]]


def seen(page) -> set[str]:
    return {entry.subject_name for entry, _ in page.context["lines"]}


def test_the_journal_is_the_only_address_of_its_namespace():
    """Whoever adds one adds its access here."""
    assert [pattern.name for pattern in audit_urls.urlpatterns] == ["log"]


def test_a_visitor_logs_in_first(client):
    assert client.get(reverse("audit:log")).status_code == 302


@pytest.mark.parametrize("office", sorted(Office))
def test_only_those_who_answer_for_the_log_read_it(client, tay_ninh, office):
    allowed = office in (Office.AUDITOR, Office.ADMINISTRATOR, Office.DATA_PROTECTION)
    assert answer(client, holder(tay_ninh, office)).status_code == (200 if allowed else 403)


def test_the_scope_is_the_organisation_and_all_below_it(client, auditor, tay_ninh, kien_giang):
    below = organisation("HTX Tân Biên", parent=tay_ninh)
    foreign = organisation("HTX Hòn Đất", parent=kien_giang)
    page = answer(client, auditor, kind="organisation")
    assert seen(page) == {tay_ninh.name, below.name}
    assert foreign.name not in page.content.decode()


def test_a_post_that_has_ended_shows_nothing(client, tay_ninh, auditor):
    yesterday = timezone.localdate() - timedelta(days=1)
    former = holder(tay_ninh, Office.STAFF)
    post(former.person, tay_ninh, Office.AUDITOR, valid_from=date(2011, 1, 1), valid_to=yesterday)
    assert answer(client, former).status_code == 403


@pytest.mark.parametrize(
    ("office", "staff", "sees"),
    [
        (Office.ADMINISTRATOR, True, True),
        (Office.ADMINISTRATOR, False, False),
        (Office.AUDITOR, True, False),
    ],
)
def test_what_belongs_to_the_installation_is_for_those_who_run_it(client, tay_ninh, office, staff, sees):
    reader = holder(tay_ninh, office, is_staff=staff)
    record("account.close", reader, by=None)
    assert ("account.close" in told(answer(client, reader))) is sees


def test_entries_are_found_by_person_kind_day_and_organisation(client, auditor, tay_ninh):
    below = organisation("HTX Tân Biên", parent=tay_ninh)
    clerk = holder(below, name="Quách Mỹ Nghị")
    record("organisation.revise", below, by=clerk)
    assert told(answer(client, auditor, q="mỹ nghị")) == ["organisation.revise"]
    assert "post.appoint" in told(answer(client, auditor))
    assert set(told(answer(client, auditor, kind="organisation"))) == {
        "organisation.register",
        "organisation.revise",
    }
    assert seen(answer(client, auditor, kind="organisation", unit="tan bien")) == {below.name}
    today, tomorrow = timezone.localdate(), timezone.localdate() + timedelta(days=1)
    assert told(answer(client, auditor, since=f"{today:%d/%m/%Y}", until=f"{today:%d/%m/%Y}"))
    assert not told(answer(client, auditor, since=f"{tomorrow:%d/%m/%Y}"))


def test_a_filter_that_is_no_date_is_named_and_does_not_narrow(client, auditor):
    page = answer(client, auditor, since="hôm kia")
    assert page.status_code == 200
    assert told(page)
    assert "hôm kia" in page.content.decode()


def test_an_entry_reads_as_a_sentence_with_what_changed_and_why(client, auditor, tay_ninh):
    record(
        "organisation.revise",
        tay_ninh,
        by=auditor,
        reason="Theo Nghị quyết 202/2025/QH15",
        valid_from=[date(2025, 6, 30), date(2025, 7, 1)],
    )
    text = " ".join(answer(client, auditor).content.decode().split())
    assert "Đặng Công Ân" in text
    assert "30/06/2025" in text
    assert "01/07/2025" in text
    assert "Theo Nghị quyết 202/2025/QH15" in text


def test_erased_words_are_gone_from_the_page(client, auditor, tay_ninh):
    entry = record("organisation.revise", tay_ninh, by=auditor, reason="Bà Trần Thị Riêng Tư")
    assert "Riêng Tư" in answer(client, auditor).content.decode()
    erase([entry], by=auditor, ground="Đơn ngày 05/02/2026")
    assert "Riêng Tư" not in answer(client, auditor).content.decode()


def test_what_was_typed_by_others_is_shown_as_text(client, auditor, tay_ninh):
    record("organisation.revise", tay_ninh, by=None, reason="<script>alert(1)</script>")
    assert "<script>alert(1)" not in answer(client, auditor).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_journal_costs_the_same_questions_for_any_length(
    tay_ninh, auditor, rows, django_assert_num_queries
):
    """Posts, scope and seats of the reader, count, rows, names."""
    for _ in range(rows):
        record("organisation.revise", organisation(parent=tay_ninh), by=auditor)
    reader = User.objects.select_related("person").get(pk=auditor.pk)
    with django_assert_num_queries(6):
        page = page_of(journal_for(reader, Sought(), on=timezone.localdate()), QueryDict())
        names_of_chains(page.rows)


def test_the_page_asks_the_same_questions_of_any_length(client, tay_ninh, auditor):
    """The frame's own questions are counted where the frame is tested."""
    answer(client, auditor)
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            record("organisation.revise", organisation(parent=tay_ninh), by=auditor)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("audit:log"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_conflict_of_interest_hides_the_nomination_from_the_journal_too(client):
    """An auditor of the agency who also sits on its board, and works in the nominee's unit."""
    cast = stage()
    nomination, other = (
        cast.nominate("Hoàng Văn Chỉ Một", cast.coop),
        cast.nominate("Ngô Thị Khác", cast.other_coop),
    )
    member = cast.members[0]
    post(member.person, cast.alliance, Office.AUDITOR, valid_from=SINCE)
    before = answer(client, member).content.decode()
    assert "Hoàng Văn Chỉ Một" in before
    post(member.person, cast.coop, Office.STAFF, valid_from=SINCE)
    page = answer(client, member, kind="nomination")
    assert "Chỉ Một" not in page.content.decode()
    assert seen(page) == {str(other)}
    assert str(nomination) != str(other)


def test_numbers_that_would_count_a_hidden_nomination_are_hidden_with_it(client):
    """The ballot's questions, a draft decision's list, an import: each says how many there are in all."""
    cast = stage()
    member = cast.members[0]
    post(member.person, cast.alliance, Office.AUDITOR, valid_from=SINCE)
    rows = cast.approved("Hoàng Văn Một", "Hoàng Văn Hai")
    cast.drafted(rows)

    def acts():
        return {entry.action for entry, _name in answer(client, member).context["lines"]}

    counting = {"ballot.open", "ballot.close", "decision.draft"}
    assert counting <= acts()
    post(member.person, cast.coop, Office.STAFF, valid_from=SINCE)
    assert not counting & acts()


@pytest.mark.parametrize("day", ["31/12/9999", "01/01/0001", "9999-12-31"])
def test_a_day_beyond_all_days_does_not_narrow(client, day):
    cast = stage(members=1)
    auditor = account("Kiểm Toán", cast.alliance, Office.AUDITOR)
    assert answer(client, auditor, until=day, since=day).status_code == 200
