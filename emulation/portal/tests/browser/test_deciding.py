"""The pages around the issue of a decision in a real browser."""

from typing import Any

import pytest

from awards.tests import factories
from emulation.organisations.models import Post
from emulation.organisations.offices import Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_line_of_power_follows_the_signatory(sit: Any, width: int) -> None:
    cast = factories.stage(members=1)
    factories.account("Phó Chủ Tịch Ân", cast.committee, Office.DEPUTY, title="Phó Chủ tịch")
    deputy = Post.objects.get(office=Office.DEPUTY)
    decision = cast.proposed(cast.approved("Nguyễn Văn An"), signatory=None)
    clerk = sit(cast.decider, width=width)
    clerk.open("awards:decision_publish", decision.pk)
    clerk.page.select_option("#id_signatory", str(deputy.pk))
    assert clerk.page.input_value("#id_signing_power") == "KT. CHỦ TỊCH"
    head = Post.objects.get(person=cast.decider.person, office=Office.HEAD)
    clerk.page.select_option("#id_signatory", str(head.pk))
    assert clerk.page.input_value("#id_signing_power") == ""
    clerk.look()


def test_a_wording_is_corrected_from_the_list_of_the_draft(sit: Any, width: int) -> None:
    cast = factories.stage(members=1)
    (row,) = cast.approved("Nguyễn Văn An")
    decision = cast.drafted([row])
    secretary = sit(cast.secretary, width=width)
    secretary.open("awards:decision", decision.pk)
    secretary.follow(secretary.page.locator("main").get_by_role("link", name="Sửa câu chữ").first)
    secretary.page.fill("#id_achievement", "Dẫn đầu phong trào")
    secretary.page.fill("#id_reason", "Viết lại cho gọn")
    secretary.send()
    secretary.see("Dẫn đầu phong trào")
