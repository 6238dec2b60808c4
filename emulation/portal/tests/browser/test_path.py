"""The main job in a real browser, by role, at both widths: from the unit's spreadsheet to a checked certificate.

The worker is a real one. Each person sits at a browser of their own; every page is looked at on the way.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from awards.models import Campaign, Decision, Grant, Nomination, NomineeImport
from awards.services import reviews
from awards.states import NominationState
from awards.tests import factories
from emulation.ballots.selectors import position_of
from emulation.demo.cast import UNITS
from emulation.documents.models import IssuedDocument
from emulation.organisations.models import Organisation
from emulation.organisations.offices import Office
from emulation.organisations.services import appoint, register

pytestmark = [pytest.mark.browser, pytest.mark.worker, pytest.mark.django_db(transaction=True)]

DATA = Path(factories.__file__).parent / "data"
LIST = DATA / "tay_ninh_2022_9_collectives_11_individuals.xlsx"
UNKNOWN = "HTX Dịch vụ nông nghiệp Long Vĩnh"
CONFLICT = "HTX Rau an toàn Gò Dầu"
TITLE = "Khen thưởng tổng kết phong trào thi đua năm 2026"


@dataclass
class Story:
    """Who takes part, how wide their browsers are, and what has come about so far."""

    cast: factories.Stage
    sit: Any
    width: int

    def seat(self, user: Any = None) -> Any:
        return self.sit(user, width=self.width)

    @property
    def campaign(self) -> Campaign:
        return Campaign.objects.get(title=TITLE)

    @property
    def decision(self) -> Decision:
        return Decision.objects.get(campaign=self.campaign)


@pytest.fixture
def story(worker: Any, sit: Any, width: int) -> Story:
    """Five members on the board; one leads a nominated cooperative; one unit of the list is in no register."""
    cast = factories.stage(members=5, province="Tây Ninh")
    for kind, name in UNITS:
        if name != UNKNOWN:
            register(kind, name=name, valid_from=factories.SINCE, parent=cast.alliance, by=None)
    coop = Organisation.objects.get(name=CONFLICT)
    appoint(cast.members[-1].person, coop, Office.HEAD, title="Giám đốc", valid_from=factories.SINCE, by=None)
    return Story(cast, sit, width)


def test_from_the_spreadsheet_to_a_checked_certificate(story: Story) -> None:
    the_officer_opens_a_campaign(story)
    the_officer_brings_the_list_in(story)
    the_officer_and_the_appraiser_carry_it_to_the_board(story)
    the_secretary_opens_the_vote(story)
    a_member_gives_verdicts(story)
    a_member_in_conflict_sees_no_trace(story)
    the_secretary_closes_the_vote_and_drafts_the_decision(story)
    the_clerk_issues_it(story)
    the_papers_are_ready(story)
    certificates_are_checked_corrected_and_revoked(story)


def the_officer_opens_a_campaign(story: Story) -> None:
    officer = story.seat(story.cast.officer)
    officer.open("awards:campaigns")
    officer.press("Mở đợt khen thưởng")
    officer.send()
    assert officer.page.evaluate("document.activeElement.id") == "error-summary"
    officer.page.fill("#id_title", TITLE)
    officer.page.select_option("#id_deciding_body", label=story.cast.committee.name)
    officer.page.select_option("#id_board", label=story.cast.board.name)
    officer.page.get_by_label("Bằng khen của Chủ tịch UBND tỉnh", exact=True).check()
    officer.send()
    officer.see("Đợt khen thưởng đã mở")
    assert story.campaign.deciding_body == story.cast.committee


def the_officer_brings_the_list_in(story: Story) -> None:
    officer = story.seat(story.cast.officer)
    officer.open("awards:campaign", story.campaign.pk)
    officer.press("Nhập danh sách")
    officer.page.set_input_files("#id_file", LIST)
    officer.send()
    question = officer.page.locator("[id^=question-]")
    assert question.count() == 1
    assert UNKNOWN in question.inner_text()
    assert not Nomination.objects.filter(campaign=story.campaign).exists()
    question.locator("input[value=new]").check()
    officer.follow(officer.page.locator("form:has([id^=question-]) button").last)
    confirm = officer.page.locator(".page-acts a.btn-primary")
    assert "20" in confirm.inner_text()
    officer.follow(confirm)
    officer.send()
    assert officer.page.locator(".notice.good").is_visible()
    taken = NomineeImport.objects.get(campaign=story.campaign)
    assert (taken.state, taken.added) == ("imported", 20)
    officer.open("awards:nominations", story.campaign.pk)
    assert officer.page.locator("input[name=ids]").count() == 20


def the_officer_and_the_appraiser_carry_it_to_the_board(story: Story) -> None:
    officer, appraiser = story.seat(story.cast.officer), story.seat(story.cast.appraiser)
    for who, verb in ((officer, "Gửi đề nghị"), (officer, "Tiếp nhận"), (appraiser, "Đủ điều kiện")):
        who.open("awards:nominations", story.campaign.pk)
        for box in who.page.locator("input[name=ids]").all():
            box.check()
        assert "Đã chọn 20 dòng" in who.page.locator("[data-selection-bar]").inner_text()
        who.press(verb)
        who.send()
        who.see("đã thực hiện với 20 đề nghị.")
    eligible = story.campaign.nominations.filter(state=NominationState.APPRAISED_OK)
    assert eligible.count() == 20


def the_secretary_opens_the_vote(story: Story) -> None:
    secretary = story.seat(story.cast.secretary)
    secretary.open("awards:campaign", story.campaign.pk)
    secretary.press("Đưa ra Hội đồng")
    secretary.send()
    secretary.see("Tiến độ từng thành viên")


def a_member_gives_verdicts(story: Story) -> None:
    """One by keyboard alone, one refused for want of a reason; the other members' come by the service."""
    member = story.seat(story.cast.members[0])
    member.follow(member.page.locator("main .tasks a").first)
    first = member.page.url
    by_keyboard(member.page, "value", "Space")
    by_keyboard(member.page, "reason")
    by_keyboard(member.page, "", "Enter")
    member.page.wait_for_url(lambda address: address != first)
    member.look()
    member.page.locator("input[name=value][value=disagree]").check()
    member.send()
    assert member.page.evaluate("document.activeElement.id") == "error-summary"
    member.page.fill("#id_reason", "Chưa đủ thời gian cống hiến")
    second = member.page.url
    member.send()
    assert member.page.url != second
    assert "2/20" in member.words()
    for row in story.campaign.nominations.filter(state=NominationState.ON_AGENDA):
        for user in story.cast.members:
            given = position_of(user.person_id, row.question)
            if not given and not reviews.is_conflicted_member(row, user.person):
                reviews.take_position(row, value="agree", by=user)


def by_keyboard(page: Any, name: str, key: str = "") -> None:
    """Tab on until the field (or, without a name, the main button) of the verdict has the focus; press the key."""
    wanted = (
        f"document.activeElement.name === '{name}'"
        if name
        else "document.activeElement.matches('.verdict .btn')"
    )
    for _ in range(60):
        if page.evaluate(wanted):
            break
        page.keyboard.press("Tab")
    assert page.evaluate(wanted)
    if key:
        page.keyboard.press(key)


def a_member_in_conflict_sees_no_trace(story: Story) -> None:
    member = story.seat(story.cast.members[-1])
    pk = story.campaign.pk
    pages = (
        ("portal:desk",),
        ("notices:list",),
        ("awards:campaign", pk),
        ("awards:nominations", pk),
        ("awards:review_overview", pk),
    )
    for address in pages:
        member.open(*address)
        assert CONFLICT not in member.words(), address
    assert "19/19" in member.words()


def the_secretary_closes_the_vote_and_drafts_the_decision(story: Story) -> None:
    secretary = story.seat(story.cast.secretary)
    secretary.open("awards:review_progress", story.campaign.pk)
    secretary.press("Kết thúc lấy ý kiến")
    secretary.page.fill("#id_confirmation", "xong")
    secretary.send()
    assert secretary.page.evaluate("document.activeElement.id") == "error-summary"
    secretary.page.fill("#id_confirmation", "KẾT THÚC")
    secretary.send()
    secretary.see("4/5 thành viên đồng ý = 80%, cần 80% (4 phiếu): đạt")
    secretary.press("Dự thảo quyết định")
    assert secretary.page.locator("input[name=nominations]:checked").count() == 20
    signatory = secretary.page.locator("#id_signatory option", has_text="Đặng Văn Chủ Tịch").first
    secretary.page.select_option("#id_signatory", signatory.get_attribute("value"))
    secretary.send()
    secretary.press("Trình cấp quyết định")
    assert story.decision.state == "proposed"


def the_clerk_issues_it(story: Story) -> None:
    clerk = story.seat(story.cast.decider)
    clerk.follow(clerk.page.locator("main .tasks a").first)
    clerk.open("awards:decision_edit", story.decision.pk)
    clerk.page.fill("#id_number", "2158/QĐ-UBND")
    clerk.page.fill("#id_signed_on", f"{date.today():%d/%m/%Y}")
    clerk.send()
    clerk.press("Ban hành quyết định")
    clerk.page.fill("#id_confirmation", "BAN HÀNH")
    clerk.send()
    clerk.see("21/21 (100,0%)")
    assert Grant.objects.filter(decision=story.decision).count() == 20


def the_papers_are_ready(story: Story) -> None:
    officer = story.seat(story.cast.officer)
    officer.open("awards:decision", story.decision.pk)
    for form, start in (("pdf", b"%PDF-"), ("zip", b"PK")):
        officer.open("awards:decision", story.decision.pk)
        officer.follow(officer.page.locator(f"button[name=form][value={form}]"))
        result = officer.page.locator(".job-progress a.btn-primary")
        answer = officer.page.request.get(officer.base + result.get_attribute("href"))
        assert answer.body().startswith(start)
    unit = story.seat(story.cast.secretary)
    unit.open("awards:grants")
    unit.follow(unit.page.locator("main .data-table a").first)
    certificate = unit.page.locator(".page-acts a.btn-primary").get_attribute("href")
    assert unit.page.request.get(unit.base + certificate).body().startswith(b"%PDF-")


def certificates_are_checked_corrected_and_revoked(story: Story) -> None:
    visitor, clerk = story.seat(), story.seat(story.cast.decider)
    reissued, revoked = Grant.objects.filter(decision=story.decision).order_by("golden_number")[10:12]
    old, other = reissued.certificate.code, revoked.certificate.code
    check(visitor, old.lower(), "CÒN HIỆU LỰC")
    assert reissued.name in visitor.words()
    clerk.open("awards:grant_reissue", reissued.pk)
    clerk.page.fill("#id_name", "Nguyễn Thị Sửa Tên")
    clerk.page.locator("input[name=cause]").first.check()
    clerk.page.fill("#id_reason", "Sai họ tên")
    clerk.page.fill("#id_confirmation", "CẤP BẰNG")
    clerk.send()
    clerk.open("awards:grant_revoke", revoked.pk)
    clerk.page.locator("input[name=ground]").first.check()
    clerk.page.fill("#id_decision_number", "99/QĐ-UBND")
    clerk.page.fill("#id_on", f"{date.today():%d/%m/%Y}")
    clerk.page.fill("#id_confirmation", "THU HỒI")
    clerk.send()
    check(visitor, old, "ĐÃ ĐƯỢC THAY THẾ")
    check(visitor, other, "ĐÃ THU HỒI")
    assert "99/QĐ-UBND" in visitor.words()
    check(visitor, "00000-00000-00000-00000", "KHÔNG TÌM THẤY")
    reissued.refresh_from_db()
    check(visitor, reissued.certificate.code, "CÒN HIỆU LỰC")
    assert "Nguyễn Thị Sửa Tên" in visitor.words()
    assert IssuedDocument.objects.get(code=old).status == "replaced"


def check(visitor: Any, code: str, word: str) -> None:
    visitor.open("documents:verify")
    visitor.page.fill("input[name=code]", code)
    visitor.send()
    assert visitor.page.locator(".answer-word").inner_text().strip() == word
