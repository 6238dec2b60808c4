"""The pages on which a list is brought in, by the officer who does it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from awards.forms.imports import mark_of
from awards.models import Nomination, NomineeImport
from awards.services import imports
from awards.services.import_template import template_for
from awards.tests.factories import account, seat, stage, unit
from awards.tests.lists import BK, CREDIT_FUNDS, TAY_NINH
from awards.tests.test_imports import csv, people, received, taken, upload
from emulation.jobs.models import Job
from emulation.organisations.models import Organisation
from emulation.organisations.offices import Office
from emulation.organisations.services import appoint

pytestmark = pytest.mark.django_db

PREVIEW_QUERIES, HISTORY_QUERIES = 10, 12


def at(name, row):
    return reverse(f"awards:{name}", args=[row.pk])


@pytest.fixture
def cast(client):
    found = stage()
    client.force_login(found.officer)
    return found


def test_a_list_walks_from_the_upload_to_the_nominations(client, cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        sent = client.post(at("import_new", cast.campaign), {"file": upload(TAY_NINH)})
    page = client.get(sent.url)
    assert page.context["part"] == "questions"
    kept = page.context["import"]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(at("import_answer", kept), {"all_new": "1"})
    act = client.get(at("import_confirm", kept))
    assert act.context["preview"]["adding"] == 20
    with django_capture_on_commit_callbacks(execute=True):
        client.post(at("import_confirm", kept))
    assert Nomination.objects.filter(campaign=cast.campaign).count() == 20
    after = client.get(sent.url)
    assert after.context["import"].state == "imported"
    assert at("nominations", cast.campaign) in after.content.decode()
    again = client.post(at("import_confirm", kept))
    assert again.status_code == 409


def test_every_wrong_row_stands_on_the_page_with_its_column_and_reason(client, cast):
    kept = received(cast, CREDIT_FUNDS)
    page = client.get(at("import_detail", kept) + "?part=problems")
    assert [(row, column) for _sheet, row, column, _reason in page.context["lines"]] == [
        (8, "C"),
        (15, "F"),
        (24, "B"),
        (25, "B"),
        (34, "C"),
        (37, "B"),
    ]
    text = page.content.decode()
    assert "Năm sinh “2031” ở tương lai." in text
    assert "Trùng họ tên, năm sinh và hình thức với dòng 4." in text


@pytest.mark.parametrize("wrong", [1, 3])
def test_the_preview_asks_the_same_questions_of_any_list(client, cast, django_assert_num_queries, wrong):
    rows = [(n, None, 1980, "x", cast.coop.name, BK) for n in range(1, wrong + 1)]
    kept = received(cast, csv(*rows))
    address = at("import_detail", kept) + "?part=problems"
    client.get(address)
    with django_assert_num_queries(PREVIEW_QUERIES):
        page = client.get(address)
    assert len(page.context["lines"]) == wrong


@pytest.mark.parametrize("lists", [1, 3])
def test_the_history_asks_the_same_questions_of_any_number(client, cast, django_assert_num_queries, lists):
    for number in range(1, lists + 1):
        imports.keep(cast.campaign, people(number).read(), "ds.csv", by=cast.officer)
    client.get(at("import_new", cast.campaign))
    with django_assert_num_queries(HISTORY_QUERIES):
        page = client.get(at("import_new", cast.campaign))
    assert len(page.context["page"].rows) == lists


def test_a_long_list_of_problems_is_paged(client, cast):
    kept = received(cast, csv(*((n, None, 1980, "x", cast.coop.name, BK) for n in range(1, 121))))
    page = client.get(at("import_detail", kept) + "?part=problems&page=3")
    assert [row for _sheet, row, *_rest in page.context["lines"]] == list(range(102, 122))
    assert client.get(at("import_detail", kept) + "?part=problems&page=99").context["page"].number == 3
    assert client.get(at("import_detail", kept) + "?part=nonsense&page=x").status_code == 200


def test_a_hostile_file_gets_a_sentence_at_the_field(client, cast):
    page = client.post(
        at("import_new", cast.campaign), {"file": SimpleUploadedFile("ds.xlsx", b"PK\x03\x04 no")}
    )
    assert page.status_code == 200
    assert page.context["form"].errors["file"]
    assert not NomineeImport.objects.exists()
    assert client.post(at("import_new", cast.campaign), {}).context["form"].errors["file"]


def question(kept, kind):
    return next(item for item in kept.preview["questions"] if item["kind"] == kind)


def test_questions_are_answered_on_the_page(client, cast, django_capture_on_commit_callbacks):
    kept = received(
        cast,
        csv((1, "Đỗ Thị An", 1983, "", "HTX Mới", "Giấy khen"), (2, "Lê Văn Ba", 1984, "", "HTX Mới", BK)),
    )
    form = f"q-{mark_of(question(kept, 'form')['key'])}"
    new = f"q-{mark_of(question(kept, 'unit')['key'])}"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            at("import_answer", kept),
            {f"{form}-answer": "GK_LM", f"{new}-answer": "new", f"{new}-kind": "CREDIT_FUND"},
        )
    kept.refresh_from_db()
    assert kept.preview["adding"] == 2
    page = client.get(at("import_detail", kept) + "?part=questions")
    answered = {item["kind"]: shown.initial["answer"] for item, shown in page.context["lines"]}
    assert answered == {"form": "GK_LM", "unit": "new"}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(at("import_confirm", kept))
    assert Organisation.objects.get(name="HTX Mới").kind == "CREDIT_FUND"


def test_an_unknown_unit_may_be_one_of_the_register(client, cast, django_capture_on_commit_callbacks):
    other = unit("HTX Rau sạch Tân Tiến", cast.alliance)
    kept = received(cast, csv((1, "Đỗ Thị An", 1983, "", "HTX Rau TT", BK)))
    mark = f"q-{mark_of(question(kept, 'unit')['key'])}"
    wrong = client.post(at("import_answer", kept), {f"{mark}-answer": "existing", f"{mark}-unit": "Không có"})
    ((_item, form),) = wrong.context["lines"]
    assert form.errors["unit"]
    empty = client.post(at("import_answer", kept), {f"{mark}-answer": "existing", f"{mark}-unit": ""})
    ((_item, form),) = empty.context["lines"]
    assert form.errors["unit"] == ["Ghi tên đơn vị."]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(at("import_answer", kept), {f"{mark}-answer": "existing", f"{mark}-unit": other.name})
    kept.refresh_from_db()
    assert kept.preview["adding"] == 1
    page = client.get(at("import_detail", kept) + "?part=questions")
    ((_item, form),) = page.context["lines"]
    assert form["answer"].value() == "existing"
    assert form["unit"].value() == other.name


def test_some_questions_may_stay_open(client, cast, django_capture_on_commit_callbacks):
    rows = (1, "Đỗ Thị An", 1983, "", "HTX Mới", BK), (2, "Lê Văn Ba", 1984, "", "HTX Khác", BK)
    kept = received(cast, csv(*rows))
    mark = f"q-{mark_of(question(kept, 'unit')['key'])}"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(at("import_answer", kept), {f"{mark}-unit": cast.coop.name})
    kept.refresh_from_db()
    assert (kept.preview["adding"], kept.preview["waiting"]) == (1, 1)


def test_likely_duplicates_are_left_out_and_taken_back(client, cast, django_capture_on_commit_callbacks):
    name = cast.coop.name
    kept = received(
        cast, csv((1, "Đỗ Thị An", 1983, "", name, BK), (2, "Đỗ Thị An", 1983, "", name, "GK_LM"))
    )
    place = "danh-sach.csv!3"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(at("import_answer", kept), {"shown": [place], "leave": [place, "danh-sach.csv!2"]})
    kept.refresh_from_db()
    assert (kept.answers["leave"], kept.preview["adding"]) == ([place], 1)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(at("import_answer", kept), {"shown": [place]})
    kept.refresh_from_db()
    assert kept.preview["adding"] == 2


def test_a_likely_duplicate_is_shown_with_its_name_its_unit_and_what_it_resembles(client, cast):
    name = cast.coop.name
    kept = received(
        cast, csv((1, "Đỗ Thị An", 1983, "", name, BK), (2, "Đỗ Thị An", 1983, "", name, "GK_LM"))
    )
    page = client.get(at("import_detail", kept) + "?part=duplicates")
    ((_sheet, row, who, reason, _place, _left),) = page.context["lines"]
    assert (row, who["name"], who["unit"]) == (3, "Đỗ Thị An", name)
    assert "dòng 2" in reason
    assert f'<td data-label="Đơn vị">{name}</td>' in page.content.decode()


def test_the_first_good_rows_say_nothing_where_a_collective_has_nothing(client, cast):
    kept = received(cast, TAY_NINH)
    shown = client.get(at("import_detail", kept) + "?part=sample").content.decode()
    assert "None" not in shown


def test_an_old_encoding_is_shown_and_can_be_refused(client, cast, django_capture_on_commit_callbacks):
    kept = received(cast, "nominees_tcvn3.xlsx")
    page = client.get(at("import_detail", kept))
    assert kept.preview["legacy"]["after"] in page.content.decode()
    mark = f"q-{mark_of('encoding')}"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(at("import_answer", kept), {f"{mark}-answer": "keep"})
    kept.refresh_from_db()
    assert kept.preview["rows"] == 0


def test_the_mapping_is_put_right_on_its_page(client, cast, django_capture_on_commit_callbacks):
    file = SimpleUploadedFile("la.csv", f"a;b;c\nĐỗ Thị An;{BK};{cast.coop.name}\n".encode())
    kept = received(cast, file)
    assert at("import_mapping", kept) in client.get(at("import_detail", kept)).content.decode()
    ((form),) = client.get(at("import_mapping", kept)).context["forms"]
    assert [field.label for field in form.bound_columns()] == ["Cột A", "Cột B", "Cột C"]
    values = {
        "sheet-0-used": "on",
        "sheet-0-row": "1",
        "sheet-0-column-0": "unit",
        "sheet-0-column-1": "unit",
    }
    wrong = client.post(at("import_mapping", kept), values)
    assert len(wrong.context["forms"][0].non_field_errors()) == 2
    values |= {"sheet-0-column-0": "name", "sheet-0-column-1": "form", "sheet-0-column-2": "unit"}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(at("import_mapping", kept), values)
    kept.refresh_from_db()
    assert kept.preview["adding"] == 1


def test_a_sheet_may_be_left_out(client, cast, django_capture_on_commit_callbacks):
    kept = received(cast, people(2))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(at("import_mapping", kept), {"sheet-0-row": ""})
    kept.refresh_from_db()
    assert kept.preview["rows"] == 0
    missing = client.post(at("import_mapping", kept), {"sheet-0-used": "on", "sheet-0-column-1": "name"})
    assert missing.context["forms"][0].errors["row"]


def test_the_progress_loads_the_page_anew_at_its_end(client, cast):
    kept = imports.receive(cast.campaign, people(2), by=cast.officer)
    page = client.get(at("import_detail", kept))
    assert page.context["working"]
    assert at("import_progress", kept) in page.content.decode()
    waiting = client.get(at("import_progress", kept))
    assert "HX-Refresh" not in waiting
    Job.objects.update(state="done", finished_at=kept.uploaded_at)
    assert client.get(at("import_progress", kept))["HX-Refresh"] == "true"


def test_the_returned_list_and_the_empty_one_are_downloads(client, cast):
    kept = received(cast, CREDIT_FUNDS)
    returned = client.get(at("import_returned", kept))
    assert returned["Content-Disposition"].startswith("attachment")
    assert returned.content.startswith(b"PK")
    empty = client.get(at("import_template", cast.campaign))
    assert empty.content.startswith(b"PK")


def test_a_long_list_is_returned_by_a_job(client, cast, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr("awards.services.import_returning.AT_ONCE", 1)
    kept = received(
        cast, csv((1, None, 1983, "x", cast.coop.name, BK), (2, None, 1983, "x", cast.coop.name, BK))
    )
    with django_capture_on_commit_callbacks(execute=True):
        queued = client.get(at("import_returned", kept))
    job = Job.objects.get(kind=imports.RETURN)
    assert queued.url == job.get_absolute_url()
    assert (job.state, job.result_url) == ("done", at("import_returned", kept))
    assert client.get(job.result_url).content.startswith(b"\xef\xbb\xbf")


def test_the_empty_list_is_read_as_an_empty_list(cast):
    data, name = template_for(cast.campaign)
    kept = received(cast, SimpleUploadedFile(name, data))
    assert kept.preview["sheets"][0]["layout"]
    assert kept.preview["rows"] == 0


def test_a_list_may_be_put_away(client, cast):
    kept = received(cast, people(2))
    client.post(at("import_discard", kept))
    kept.refresh_from_db()
    assert kept.state == "discarded"
    assert client.get(at("import_detail", kept)).status_code == 200
    assert client.post(at("import_discard", kept)).status_code == 409


def test_a_check_that_was_broken_off_is_begun_again(client, cast):
    """By its button, and by whoever brings the same file again."""
    kept = received(cast, people(2))
    for again in (
        lambda: client.post(at("import_answer", kept)),
        lambda: imports.receive(cast.campaign, people(2), by=cast.officer),
    ):
        kept.state = "uploaded"
        kept.save()
        Job.objects.filter(pk=kept.job_id).update(
            state="failed", error="Máy chủ dừng giữa chừng", finished_at=timezone.now()
        )
        page = client.get(at("import_detail", kept)).content.decode()
        assert "Máy chủ dừng giữa chừng" in page
        assert at("import_answer", kept) in page
        again()
        before, job = kept.job_id, NomineeImport.objects.get(pk=kept.pk).job
        assert (job.pk != before, job.state) == (True, "queued")
        kept.refresh_from_db()


def test_a_board_member_with_a_conflict_sees_no_trace_of_any_list(client, cast):
    kept = received(cast, people(1), None)
    member = account("Vũ Thị Cùng", cast.alliance, Office.OFFICER)
    seat(member.person, cast.board)
    client.force_login(member)
    assert client.get(at("import_detail", kept)).status_code == 200
    cast.carry(cast.nominate("Lê Thị Bảy", unit=cast.coop), "submit", "receive")
    appoint(member.person, cast.coop, Office.STAFF, valid_from=cast.coop.versions.get().valid_from, by=None)
    client.force_login(member)
    for name in ("import_detail", "import_progress", "import_mapping", "import_confirm", "import_returned"):
        assert client.get(at(name, kept)).status_code == 404
    for name in ("import_answer", "import_confirm", "import_discard"):
        assert client.post(at(name, kept)).status_code == 404
    assert client.get(at("import_new", cast.campaign)).status_code == 404
    assert client.get(at("import_template", cast.campaign)).status_code == 404


def test_a_campaign_that_takes_nothing_any_more_says_so(client, cast):
    kept = received(cast, people(1))
    cast.campaign.state = "closed"
    cast.campaign.save(update_fields=["state"])
    page = client.get(at("import_new", cast.campaign))
    assert "không còn nhận đề nghị" in page.content.decode()
    assert client.post(at("import_new", cast.campaign), {"file": people(2)}).status_code == 403
    assert client.get(at("import_confirm", kept)).status_code == 403
    assert client.get(at("import_detail", kept)).status_code == 200


def test_the_same_list_once_more_says_that_nothing_is_left(client, cast):
    taken(cast, people(2))
    again = received(cast, people(2))
    page = client.get(at("import_detail", again)).content.decode()
    assert "đều đã có trong đợt" in page
    fresh = received(cast, people(3))
    assert "đều đã có trong đợt" not in client.get(at("import_detail", fresh)).content.decode()
