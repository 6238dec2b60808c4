"""Lists from the units: what was found is shown, what was confirmed goes in, once."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from awards.models import AwardForm, CampaignKind, Nomination, NomineeImport
from awards.services import campaigns, imports
from awards.services.campaigns import CampaignTerms
from awards.services.import_returning import remarks_for
from awards.services.import_taking import take_in
from awards.tests.factories import account, seat, stage, unit
from awards.tests.lists import BK, CREDIT_FUNDS, DATA, HEADING, TAY_NINH
from emulation.audit.models import Entry
from emulation.jobs.services import claim, execute
from emulation.lifecycle import TransitionRefused
from emulation.organisations.models import Organisation, Person, Post
from emulation.organisations.offices import Office
from emulation.organisations.services import merge
from emulation.uploads.checking import UploadRefused
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db

ALL_NEW = {"unit:*": "new"}
FORMS = {
    "form:giay khen": "GK_LM",
    "form:chien si thi dua co so": "CSTDCS",
    "form:lao dong tien tien": "LDTT",
}


def upload(name):
    return SimpleUploadedFile(name, (DATA / name).read_bytes())


def csv(*rows):
    lines = (";".join("" if value is None else str(value) for value in row) for row in (HEADING, *rows))
    return SimpleUploadedFile("danh-sach.csv", ("\ufeff" + "\r\n".join(lines)).encode())


def people(number, *, unit="HTX Nông nghiệp Thử Nghiệm Một", start=1):
    """A .csv of so many people of one unit."""
    letters = "ABCDEGHIKLMNOPQRSTUVXY"
    names = (
        f"Lê Văn {letters[n // 484 % 22]}{letters[n // 22 % 22].lower()}{letters[n % 22].lower()}"
        for n in range(start, start + number)
    )
    return csv(*((n, name, 1960 + n % 40, "Giám đốc", unit, BK) for n, name in enumerate(names, start=start)))


def checked(kept):
    """The list after its waiting check has run as a worker runs it."""
    if waiting := claim(kept.job_id):
        execute(waiting)
    return NomineeImport.objects.select_related("campaign__organisation", "job").get(pk=kept.pk)


def received(cast, file, answers=None):
    """A list, read and checked, with these answers."""
    file = upload(file) if isinstance(file, str) else file
    kept = checked(imports.receive(cast.campaign, file, by=cast.officer))
    return checked(imports.answer(kept, answers, by=cast.officer)) if answers else kept


def taken(cast, file, answers=None):
    return take_in(received(cast, file, answers).pk, by=cast.officer)


def test_nothing_is_saved_before_it_is_confirmed():
    cast = stage()
    before = Organisation.objects.count(), Person.objects.count()
    kept = received(cast, TAY_NINH, ALL_NEW)
    assert (kept.preview["rows"], kept.preview["good"], kept.preview["adding"]) == (20, 20, 20)
    assert (Organisation.objects.count(), Person.objects.count()) == before
    assert not Nomination.objects.exists()


def test_the_tay_ninh_list_goes_in_with_its_units_and_people():
    cast = stage()
    found = taken(cast, TAY_NINH, ALL_NEW)
    assert (found.added, found.units, found.refused) == (20, 19, 0)
    row = Nomination.objects.get(name="Đặng Công Ân")
    assert (row.honorific, row.gender, row.birth_year, row.state) == ("Ông", "MALE", 1975, "draft")
    assert (row.unit_name, row.position_title, row.source_row) == (
        "HTX Nông nghiệp Tân Biên",
        "Kế toán trưởng",
        17,
    )
    assert row.unit.path == f"{cast.alliance.path}{row.unit_id}/"
    collective = Nomination.objects.get(name="HTX Nông nghiệp Mỹ Đức")
    assert (collective.subject_kind, collective.address, collective.unit.kind) == (
        "C",
        "huyện Châu Thành",
        "COOPERATIVE",
    )
    assert collective.unit.versions.get().address == "huyện Châu Thành"


def test_the_import_is_recorded_with_the_act():
    cast = stage()
    taken(cast, TAY_NINH, ALL_NEW)
    entry = Entry.objects.get(action="campaign.import")
    assert entry.changes["file"] == [None, TAY_NINH]
    assert (entry.changes["good"], entry.changes["bad"]) == ([None, 20], [None, 0])
    registered = Entry.objects.filter(action="organisation.register", batch=entry.batch)
    assert registered.count() == 19


def test_good_rows_go_in_while_bad_rows_stay_outside():
    cast = stage()
    found = taken(cast, CREDIT_FUNDS, ALL_NEW | FORMS)
    assert (found.added, found.refused) == (34, 6)
    codes = set(cast.campaign.forms.values_list("code", flat=True))
    assert {"CSTDCS", "LDTT"} <= codes
    before, after = Entry.objects.get(action="campaign.import").changes["forms"]
    assert set(after) - set(before) == {"Chiến sĩ thi đua cơ sở", "Lao động tiên tiến"}


def test_the_same_file_again_adds_nothing_and_needs_no_answer_twice():
    cast = stage()
    taken(cast, CREDIT_FUNDS, ALL_NEW | FORMS)
    again = received(cast, CREDIT_FUNDS)
    assert [question for question in again.preview["questions"] if question["open"]] == []
    assert (again.preview["adding"], len(again.preview["already"])) == (0, 34)
    with pytest.raises(Refused):
        imports.confirm(again, by=cast.officer)
    assert take_in(again.pk, by=cast.officer).added == 0
    assert Nomination.objects.count() == 34


def test_the_mended_file_adds_only_what_is_new():
    cast = stage()
    taken(cast, people(3))
    found = received(cast, people(5))
    assert (found.preview["adding"], len(found.preview["already"])) == (2, 3)


def test_the_same_list_on_two_sheets_goes_in_once():
    cast = stage()
    book = Workbook()
    for sheet in (book.active, book.create_sheet("Bản sao")):
        sheet.append(HEADING)
        sheet.append((1, "Đỗ Thị An", 1983, "Giám đốc", cast.coop.name, BK))
    data = BytesIO()
    book.save(data)
    found = taken(cast, SimpleUploadedFile("hai-trang.xlsx", data.getvalue()))
    assert (found.added, found.refused) == (1, 1)


def test_a_withdrawn_nomination_may_come_again():
    cast = stage()
    taken(cast, people(1))
    Nomination.objects.update(state="withdrawn")
    assert taken(cast, people(2)).added == 2


def test_a_waiting_list_is_given_back_instead_of_kept_twice():
    cast = stage()
    first = imports.receive(cast.campaign, upload(TAY_NINH), by=cast.officer)
    assert imports.receive(cast.campaign, upload(TAY_NINH), by=cast.officer) == first
    imports.discard(first, by=cast.officer)
    assert imports.receive(cast.campaign, upload(TAY_NINH), by=cast.officer) != first


def test_a_person_known_at_the_unit_is_recognised_and_nobody_is_entered():
    cast = stage()
    known = account("Đỗ Thị An", cast.coop, Office.STAFF, birth_year=1983).person
    row = (1, "ĐỖ THỊ AN", 1983, "Giám đốc", cast.coop.name, BK)
    namesake = (2, "Đỗ Thị An", 1990, "Kế toán", cast.coop.name, BK)
    people = Person.objects.count()
    assert taken(cast, csv(row, namesake)).added == 2
    assert Nomination.objects.get(birth_year=1983).person == known
    assert Nomination.objects.get(birth_year=1990).person is None
    assert Person.objects.count() == people


def test_a_unit_known_by_a_former_name_or_an_abbreviation_is_found():
    cast = stage()
    unit("Quỹ tín dụng nhân dân Gò Dầu", cast.alliance, "CREDIT_FUND")
    found = received(cast, csv((1, "Đỗ Thị An", 1983, "", "QTDND Gò Dầu", BK)))
    assert found.preview["questions"] == []
    assert found.preview["adding"] == 1


def test_a_unit_that_ended_is_wrong_and_its_successor_named():
    cast = stage()
    merge([cast.coop], into=cast.other_coop, on=date(2025, 7, 1), document="12/QĐ", by=None)
    found = received(cast, csv((1, "Đỗ Thị An", 1983, "", cast.coop.name, BK)))
    ((_sheet, row, column, code, details),) = found.preview["problems"]
    assert (row, column, code, details["successors"]) == (2, "E", "unit_ended", cast.other_coop.name)


def second_campaign(cast, **more):
    terms = CampaignTerms(
        title="Đợt đột xuất",
        year=2026,
        kind=CampaignKind.AD_HOC,
        deciding_body=cast.committee,
        forms=list(AwardForm.objects.filter(code="BK_TINH")),
        **more,
    )
    return campaigns.open_campaign(cast.alliance, terms, by=cast.officer)


def test_the_year_s_other_nominations_are_shown_as_likely_duplicates():
    cast = stage()
    taken(cast, people(1))
    cast.campaign = second_campaign(cast)
    ((_sheet, row, _column, code, details),) = received(cast, people(1)).preview["duplicates"]
    assert (row, code, details["form"]) == (2, "nominated", BK)


def test_a_likely_duplicate_of_a_campaign_with_a_conflict_is_not_shown():
    cast = stage()
    taken(cast, people(1))
    cast.carry(Nomination.objects.get(), "submit", "receive")
    first, cast.campaign = cast.campaign, second_campaign(cast)
    kept = received(cast, people(1))
    assert len(remarks_for(cast.officer, kept)) == 1
    member = account("Vũ Thị Cùng", cast.alliance, Office.OFFICER)
    seat(member.person, cast.board)
    Post.objects.create(
        person=member.person, organisation=cast.coop, office=Office.STAFF, valid_from=date(2020, 1, 1)
    )
    assert first.board == cast.board
    assert remarks_for(member, kept) == {}


def test_rows_may_be_left_out():
    cast = stage()
    kept = received(cast, people(2), {"leave": ["danh-sach.csv!3"]})
    assert (kept.preview["adding"], kept.preview["left_out"]) == (1, [["danh-sach.csv", 3]])


def test_an_unknown_key_is_no_answer():
    cast = stage()
    kept = imports.answer(
        received(cast, people(1)), {"unit:xyz": "new", "state": "imported"}, by=cast.officer
    )
    assert kept.answers == {}


def test_an_answer_given_while_the_list_is_checked_is_not_lost(monkeypatch):
    cast = stage()
    kept = received(cast, TAY_NINH)
    imports.answer(kept, {"encoding": "keep"}, by=cast.officer)
    whole, calls = imports.examine, []

    def slow(*args, **more):
        if not calls:
            imports.answer(kept, ALL_NEW, by=cast.officer)
        calls.append(more["answers"])
        return whole(*args, **more)

    monkeypatch.setattr(imports, "examine", slow)
    assert imports.run_check(kept.pk).preview["adding"] == 20
    assert len(calls) == 2


def test_a_corrected_mapping_is_checked_anew():
    cast = stage()
    file = SimpleUploadedFile("la.csv", f"a;b;c\nĐỗ Thị An;{BK};{cast.coop.name}\n".encode())
    kept = received(cast, file)
    assert kept.preview["rows"] == 0
    layout = {"first": 1, "last": 1, "columns": {"name": 0, "form": 1, "unit": 2}}
    imports.remap(kept, {"la.csv": layout}, by=cast.officer)
    assert imports.run_check(kept.pk).preview["adding"] == 1


@pytest.mark.parametrize(
    "layout",
    [
        {},
        {"first": 0, "last": 0, "columns": {"name": 0}},
        {"first": 1, "last": 1, "columns": {"unit": 0}},
        {"first": 1, "last": 1, "columns": {"name": -1}},
        {"first": 1, "last": 1, "columns": {"salary": 0}},
    ],
)
def test_a_mapping_that_cannot_be_is_refused(layout):
    cast = stage()
    kept = received(cast, people(1))
    if not layout:
        assert imports.remap(kept, {"danh-sach.csv": None}, by=cast.officer).mapping == {
            "danh-sach.csv": None
        }
        return
    with pytest.raises(Refused):
        imports.remap(kept, {"danh-sach.csv": layout}, by=cast.officer)


def test_who_may_bring_lists_in():
    cast = stage()
    kept = received(cast, people(1))
    for user in (cast.unit_officer, cast.stranger, cast.appraiser, cast.decider):
        with pytest.raises(Refused):
            imports.receive(cast.campaign, people(2), by=user)
        with pytest.raises(Refused):
            imports.answer(kept, ALL_NEW, by=user)
        with pytest.raises(Refused):
            imports.confirm(kept, by=user)
        with pytest.raises(Refused):
            imports.discard(kept, by=user)
        with pytest.raises(Refused):
            take_in(kept.pk, by=user)


def test_a_closed_campaign_takes_nothing_any_more():
    cast = stage()
    kept = received(cast, people(1))
    campaigns.close(cast.campaign, by=cast.officer, reason="Hết hạn")
    with pytest.raises(Refused):
        take_in(kept.pk, by=cast.officer)
    with pytest.raises(Refused):
        take_in(kept.pk, by=None)


def test_a_list_is_taken_in_once(django_capture_on_commit_callbacks):
    cast = stage()
    kept = received(cast, people(2))
    first = imports.confirm(kept, by=cast.officer)
    assert imports.confirm(kept, by=cast.officer) == first
    with django_capture_on_commit_callbacks(execute=True):
        execute(claim(first.pk))
    first.refresh_from_db()
    assert (first.state, first.result["added"]) == ("done", 2)
    with pytest.raises(TransitionRefused):
        imports.confirm(kept, by=cast.officer)
    with pytest.raises(TransitionRefused):
        imports.discard(kept, by=cast.officer)


def test_a_job_repeated_after_its_commit_only_reports():
    cast = stage()
    kept = received(cast, people(2))
    job = imports.confirm(kept, by=cast.officer)
    take_in(kept.pk, by=cast.officer)
    execute(claim(job.pk))
    job.refresh_from_db()
    assert (job.state, job.result["added"]) == ("done", 2)
    assert Nomination.objects.count() == 2


def test_a_confirmed_list_that_was_put_away_says_so():
    cast = stage()
    kept = received(cast, people(2))
    job = imports.confirm(kept, by=cast.officer)
    NomineeImport.objects.update(state="discarded")
    execute(claim(job.pk))
    job.refresh_from_db()
    assert job.state == "failed"
    assert job.error
    assert not Nomination.objects.exists()


def test_a_refusal_in_the_background_is_a_sentence():
    cast = stage()
    kept = received(cast, people(2))
    job = imports.confirm(kept, by=cast.officer)
    campaigns.close(cast.campaign, by=cast.officer, reason="Hết hạn")
    execute(claim(job.pk))
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "Đợt khen thưởng không còn nhận đề nghị.")


def test_hostile_files_are_turned_away_before_they_are_kept():
    cast = stage()
    for content in (b"", b"%PDF-1.7\n\x00\x01", b"<html><table></table></html>", b"PK\x03\x04 broken"):
        with pytest.raises(UploadRefused):
            imports.receive(cast.campaign, SimpleUploadedFile("ds.xlsx", content), by=cast.officer)
    assert not NomineeImport.objects.exists()


def test_a_file_that_cannot_be_read_after_all_says_so_and_nothing_else():
    cast = stage()
    kept = imports.keep(cast.campaign, b"PK\x03\x04 broken", "hong.xlsx", by=cast.officer)
    kept = imports.run_check(kept.pk)
    assert (kept.state, kept.preview) == ("failed", {})
    assert kept.error


CHECK_QUERIES = 12


def test_a_check_asks_the_same_questions_of_any_list():
    cast = stage()
    kept = [imports.receive(cast.campaign, people(number), by=cast.officer) for number in (1, 300)]
    counts = []
    for one in kept:
        with CaptureQueriesContext(connection) as queries:
            imports.run_check(one.pk)
        counts.append(len(queries))
    assert counts == [CHECK_QUERIES, CHECK_QUERIES]


def test_taking_in_writes_in_batches():
    cast = stage()
    counts = []
    for start in (1, 21):
        kept = received(cast, people(20, start=start))
        with CaptureQueriesContext(connection) as queries:
            assert take_in(kept.pk, by=cast.officer).added == 20
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_forty_thousand_rows_are_checked_with_a_bounded_number_of_queries():
    cast = stage()
    kept = imports.keep(cast.campaign, people(40_000).read(), "lon.csv", by=cast.officer)
    told = []
    with CaptureQueriesContext(connection) as queries:
        kept = imports.run_check(kept.pk, progress=lambda done, total: told.append((done, total)))
    assert kept.preview["rows"] == 40_000
    assert len(queries) == CHECK_QUERIES
    assert told[0] == (0, 40_000)
    assert told[-1] == (40_000, 40_000)
