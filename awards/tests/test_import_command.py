"""manage.py import_nominees: the same checks, for administrators and for programs that read JSON."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from awards.models import Nomination, NomineeImport
from awards.tests.factories import stage
from awards.tests.lists import CREDIT_FUNDS, CREDIT_FUNDS_PROBLEMS, DATA, TAY_NINH
from emulation.audit.models import Entry
from emulation.organisations.models import Organisation

pytestmark = pytest.mark.django_db

FORMS = ("--form=Giấy khen=GK_LM", "--form=Chiến sĩ thi đua cơ sở=CSTDCS", "--form=Lao động tiên tiến=LDTT")


def run(cast, file, *options):
    out = StringIO()
    call_command("import_nominees", cast.campaign.code, str(DATA / file), *options, stdout=out)
    return json.loads(out.getvalue()) if "--json" in options else out.getvalue()


def refused(cast, file, *options):
    """(exit code, sentence, what was printed)"""
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("import_nominees", cast.campaign.code, str(file), *options, stdout=out)
    return caught.value.returncode, str(caught.value), out.getvalue()


def test_a_dry_run_lists_everything_and_saves_nothing():
    cast = stage()
    units = Organisation.objects.count()
    found = run(cast, TAY_NINH, "--dry-run", "--json", "--create-units")
    assert (found["rows"], found["good"], found["problems"], found["added"]) == (20, 20, [], 0)
    assert Organisation.objects.count() == units
    assert not NomineeImport.objects.exists()
    assert not Nomination.objects.exists()


def test_problems_have_row_column_and_reason():
    cast = stage()
    found = run(cast, CREDIT_FUNDS, "--dry-run", "--json")
    assert (found["rows"], found["good"]) == (40, 34)
    assert [(problem["row"], problem["column"]) for problem in found["problems"]] == CREDIT_FUNDS_PROBLEMS
    assert found["problems"][2]["reason"] == "Thiếu họ tên."
    asked = {question["question"] for question in found["questions"]}
    assert "“Giấy khen” có thể là nhiều hình thức: là hình thức nào?" in asked
    giay_khen = next(item for item in found["questions"] if "Giấy khen" in item["question"])
    assert [choice["value"] for choice in giay_khen["choices"]] == ["GK_LM"]  # what this campaign awards
    assert giay_khen["rows"] == 12


def test_open_questions_end_it_with_nothing_saved():
    cast = stage()
    code, sentence, printed = refused(cast, DATA / CREDIT_FUNDS)
    assert (code, sentence) == (2, "Còn câu hỏi chưa trả lời; chưa lưu gì.")
    assert "Giấy khen" in printed
    assert not NomineeImport.objects.exists()


def test_answered_good_rows_go_in_and_a_second_run_adds_nothing():
    cast = stage()
    first = run(cast, CREDIT_FUNDS, "--json", "--create-units", *FORMS)
    assert (first["good"], first["added"], len(first["problems"])) == (34, 34, 6)
    again = run(cast, CREDIT_FUNDS, "--json")
    assert (again["good"], again["already"], again["added"]) == (34, 34, 0)
    assert Nomination.objects.count() == 34
    assert NomineeImport.objects.count() == 1


def test_it_acts_for_the_account_named_or_for_the_installation():
    cast = stage()
    run(cast, TAY_NINH, "--create-units", f"--as={cast.officer.email}")
    assert Entry.objects.get(action="campaign.import").actor_id == cast.officer.pk
    assert NomineeImport.objects.get().uploaded_by == cast.officer
    other = stage(province="Khác")
    run(other, TAY_NINH, "--create-units")
    assert NomineeImport.objects.first().uploaded_by is None
    assert Nomination.objects.filter(campaign=other.campaign, created_by=None).count() == 20


def test_an_account_without_the_right_is_refused():
    cast = stage()
    code, sentence, _printed = refused(cast, DATA / TAY_NINH, "--create-units", f"--as={cast.stranger.email}")
    assert code == 1
    assert sentence
    assert not Nomination.objects.exists()
    assert not NomineeImport.objects.exists()


def test_a_wording_may_be_left_out():
    cast = stage()
    found = run(cast, CREDIT_FUNDS, "--json", "--create-units", "--form=Giấy khen=leave", *FORMS[1:])
    assert found["added"] == 22


def test_old_encodings_are_converted():
    cast = stage()
    found = run(cast, "nominees_tcvn3.xls", "--json", "--create-units")
    assert (found["rows"], found["good"], found["added"]) == (7, 7, 7)
    assert found["questions"][0]["answer"] == "tcvn3"
    assert Nomination.objects.filter(name="Đặng Công Ân").exists()


def test_what_cannot_be_used_gets_a_sentence(tmp_path):
    cast = stage()
    for name, content in (
        ("a.xlsx", b"PK\x03\x04 x"),
        ("b.xls", b"<html><table></table></html>"),
        ("c.csv", b""),
    ):
        (tmp_path / name).write_bytes(content)
        code, sentence, printed = refused(cast, tmp_path / name, "--json")
        assert code == 1
        assert json.loads(printed) == {"error": sentence}
    assert refused(cast, tmp_path / "missing.xlsx")[0] == 1
    assert refused(cast, DATA / TAY_NINH, "--as=khong@co.vn")[0] == 1
    assert refused(cast, DATA / TAY_NINH, "--form=Giấy khen")[0] == 1
    assert refused(cast, DATA / TAY_NINH, "--form=Giấy khen=KHONG")[0] == 1
    cast.campaign.code = "khong-co"
    assert refused(cast, DATA / TAY_NINH)[0] == 1


def test_a_closed_campaign_is_refused():
    cast = stage()
    cast.campaign.state = "closed"
    cast.campaign.save(update_fields=["state"])
    assert refused(cast, DATA / TAY_NINH, "--create-units")[:2] == (
        1,
        "Đợt khen thưởng không còn nhận đề nghị.",
    )
    assert not NomineeImport.objects.exists()


def test_the_findings_in_words():
    cast = stage()
    printed = run(cast, CREDIT_FUNDS, "--dry-run")
    assert printed.splitlines()[0] == "Đọc 40 dòng, 34 dòng hợp lệ, trong đó 0 dòng đã có. Đã thêm: 0."
    assert "Dòng 8, cột C: Năm sinh “2031” ở tương lai." in printed
