"""How the pages of commendation behave in a real browser when something gets in the way."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache

from awards.models import Nomination
from awards.services import nominations
from awards.states import NominationState
from awards.tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast() -> factories.Stage:
    return factories.stage(members=1)


def test_a_session_that_ended_keeps_what_was_typed(cast: factories.Stage, sit: Any, width: int) -> None:
    row = cast.nominate()
    officer = sit(cast.officer, width=width)
    officer.open("awards:nomination_edit", row.pk)
    officer.page.fill("#id_achievement", "Dẫn đầu phong trào năm 2026")
    Session.objects.all().delete()
    cache.clear()
    officer.page.locator("main form button.btn-primary").click()
    dialog = officer.page.frame_locator("#session-dialog iframe")
    dialog.locator("input[name=login]").fill(cast.officer.email)
    dialog.locator("input[name=password]").fill(factories.PASSWORD)
    with officer.page.expect_navigation():
        dialog.locator("input[name=password]").press("Enter")
    officer.see("Dẫn đầu phong trào năm 2026")
    row.refresh_from_db()
    assert row.achievement == "Dẫn đầu phong trào năm 2026"


def test_two_who_save_the_same_nomination_choose_field_by_field(
    cast: factories.Stage, sit: Any, width: int
) -> None:
    row = cast.nominate()
    first, second = sit(cast.officer, width=width), sit(cast.officer, width=width)
    for one in (first, second):
        one.open("awards:nomination_edit", row.pk)
    first.page.fill("#id_achievement", "Của người trước")
    first.page.fill("#id_position_title", "Phó Giám đốc")
    first.send()
    second.page.fill("#id_achievement", "Của người sau")
    second.page.fill("#id_birth_year", "1981")
    second.send()
    second.see("Có người đã lưu trước")
    second.page.get_by_label("Của người kia: Của người trước").check()
    second.send()
    row.refresh_from_db()
    assert (row.achievement, row.position_title, row.birth_year) == (
        "Của người trước",
        "Phó Giám đốc",
        1981,
    )


def test_forms_work_without_script(cast: factories.Stage, sit: Any) -> None:
    officer = sit(cast.officer, script=False)
    officer.open("awards:nomination_new", cast.campaign.pk)
    officer.page.locator("#id_form").select_option(label="Bằng khen của Chủ tịch UBND tỉnh")
    for field, text in (("name", "Trần Văn Không"), ("unit", cast.coop.name), ("achievement", "Làm tốt")):
        officer.page.fill(f"#id_{field}", text)
    officer.send()
    row = Nomination.objects.get(name="Trần Văn Không")
    officer.open("awards:nominations", cast.campaign.pk)
    officer.page.locator("input[name=ids]").check()
    officer.press("Gửi đề nghị")
    officer.send()
    row.refresh_from_db()
    assert row.state == NominationState.SUBMITTED


def test_the_bulk_bar_still_counts_after_the_list_was_filtered(cast: factories.Stage, sit: Any) -> None:
    for name in ("Lê Văn Một", "Lê Văn Hai", "Trần Thị Ba"):
        cast.nominate(name)
    officer = sit(cast.officer)
    officer.open("awards:nominations", cast.campaign.pk)
    officer.page.fill("#id_q", "le van")
    officer.page.press("#id_q", "Enter")
    officer.page.wait_for_url("**q=le%20van**")
    bar = officer.page.locator("[data-selection-bar]")
    bar.wait_for(state="hidden")
    officer.page.locator("[data-select-all]").check()
    assert "Đã chọn 2 dòng" in bar.inner_text()
    officer.look()


def test_who_was_overtaken_reads_who_was_first(cast: factories.Stage, sit: Any, width: int) -> None:
    row = cast.carry(cast.nominate(), "submit")
    appraiser = sit(cast.appraiser, width=width)
    appraiser.open("awards:nomination_move", row.pk, "receive")
    nominations.advance(row, "receive", by=cast.officer)
    appraiser.send()
    assert cast.officer.person is not None
    appraiser.see(cast.officer.person.full_name)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_pages_of_each_office_are_clean_in_both_languages(
    cast: factories.Stage, sit: Any, width: int, language: str
) -> None:
    row = cast.carry(cast.nominate(), "submit", "receive")
    for user in (cast.officer, cast.appraiser, cast.unit_officer):
        user.language = language
        user.save()
        seat = sit(user, width=width)
        seat.open("portal:desk")
        assert seat.page.locator("html").get_attribute("lang") == language
        seat.open("awards:campaign", cast.campaign.pk)
        seat.open("awards:nominations", cast.campaign.pk)
        seat.open("awards:nomination", row.pk)
