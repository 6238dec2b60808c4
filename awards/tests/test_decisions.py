"""A decision in the making: what hinders it, whose changes stay, who puts it before the body."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from awards import selectors
from awards.models import Decision, Nomination
from awards.services import decisions, readiness
from awards.tests.factories import account, fresh, stage
from emulation.audit.selectors import history_of
from emulation.lifecycle import TransitionRefused
from emulation.merging import Clash
from emulation.notices.models import Notice
from emulation.organisations.models import Post
from emulation.organisations.offices import Office
from emulation.organisations.services import end_post
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db


def told(decision):
    return " | ".join(readiness.problems(decision, list(selectors.list_of(decision))))


def test_a_complete_decision_has_no_problem():
    cast = stage(members=1)
    assert told(cast.drafted(cast.approved("Nguyễn Văn An"))) == ""


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"number": ""}, "số"),
        ({"signed_on": None}, "ngày"),
        ({"signed_on": date(2099, 1, 1)}, "tương lai"),
        ({"place": ""}, "Địa danh"),
        ({"grounds": " "}, "căn cứ"),
        ({"signatory": None}, "người ký"),
    ],
)
def test_each_missing_word_is_named(values, sentence):
    cast = stage(members=1)
    rows = cast.approved("Nguyễn Văn An")
    decision = decisions.draft_decision(
        cast.campaign, replace(cast.terms(), **values), nominations=[rows[0].pk], by=cast.secretary
    )
    problem = told(decision)
    assert sentence.lower() in problem.lower()
    assert " | " not in problem or values.get("signed_on") == date(2099, 1, 1)
    decisions.propose(decision, by=cast.secretary)
    with pytest.raises(Refused, match="(?i)" + sentence):
        decisions.publish(decision, by=cast.decider)


def test_the_signatory_held_a_signing_post_of_the_body_on_that_day():
    cast = stage(members=1)
    decision = cast.drafted(cast.approved("Nguyễn Văn An"))
    head = decision.signatory
    end_post(head, on=date(2026, 11, 19), by=None)
    decision.refresh_from_db()
    assert "Đặng Văn Chủ Tịch" in told(decision)
    assert "20/11/2026" in told(decision)
    decision.signed_on = date(2026, 11, 19)
    assert told(decision) == ""
    decision.signatory = Post.objects.get(person=cast.decider.person, office=Office.CLERK)
    assert told(decision)
    elsewhere = account("Giám Đốc Nơi Khác", cast.alliance, Office.HEAD)
    decision.signatory = Post.objects.get(person=elsewhere.person)
    assert told(decision)
    decision.signatory = deputy(cast)
    decision.signatory_office, decision.signing_power = "Phó Chủ tịch", "KT. CHỦ TỊCH"
    assert told(decision) == ""


def deputy(cast, name="Phó Chủ Tịch Ân", title="Phó Chủ tịch"):
    user = account(name, cast.committee, Office.DEPUTY, title=title)
    return Post.objects.get(person=user.person)


def foot(decision):
    return decision.signatory_name, decision.signing_power, decision.signatory_office


HEAD_SIGNS = ("Đặng Văn Chủ Tịch", "", "Chủ tịch")
DEPUTY_SIGNS = ("Phó Chủ Tịch Ân", "KT. CHỦ TỊCH", "Phó Chủ tịch")


def test_another_signatory_brings_name_office_and_line_of_power():
    """Whatever the page still shows of the one before."""
    cast = stage(members=1)
    decision = cast.drafted(cast.approved("Nguyễn Văn An"))
    head, other = decision.signatory, deputy(cast)
    assert foot(decision) == HEAD_SIGNS

    def save(**changes):
        nonlocal decision
        seen = decisions.terms_of(decision)
        decision = decisions.edit_decision(decision, replace(seen, **changes), base=seen, by=cast.secretary)
        return foot(decision)

    assert save(signatory=other) == DEPUTY_SIGNS
    assert told(decision) == ""
    assert save(signatory=head) == HEAD_SIGNS
    assert save(signatory=None) == ("", "", "")
    assert save(signatory_office="Chủ tịch") == ("", "", "Chủ tịch")
    assert save(signatory=other) == DEPUTY_SIGNS
    assert save(signatory_office="") == DEPUTY_SIGNS
    typed = {"signatory_office": "Quyền Chủ tịch", "signing_power": ""}
    assert save(signatory=head, **typed) == ("Đặng Văn Chủ Tịch", "", "Quyền Chủ tịch")
    assert save(signatory=other, signing_power="TUQ. CHỦ TỊCH")[1] == "TUQ. CHỦ TỊCH"


@pytest.mark.parametrize(
    ("by_deputy", "power", "office", "sentence"),
    [
        (True, "", "Phó Chủ tịch", "KT. CHỦ TỊCH"),
        (True, "TM. ỦY BAN NHÂN DÂN", "Phó Chủ tịch", "KT. CHỦ TỊCH"),
        (True, "KT. CHỦ TỊCH", "CHỦ TỊCH", "không phải chức vụ"),
        (True, "KT. CHỦ TỊCH", "", "Thiếu chức vụ"),
        (False, "KT. CHỦ TỊCH", "Chủ tịch", "người đứng đầu"),
        (False, "tl. chủ tịch", "Chủ tịch", "người đứng đầu"),
        (False, "", "Phó Chủ tịch", "không phải chức vụ"),
        (True, "KT. CHỦ TỊCH", "Phó Chủ tịch Thường trực", ""),
        (True, " tuq. Chủ tịch", "Phó Chủ tịch", ""),
        (False, "", "Quyền Chủ tịch", ""),
    ],
)
def test_office_and_line_of_power_fit_who_signs(by_deputy, power, office, sentence):
    cast = stage(members=1)
    decision = cast.proposed(cast.approved("Nguyễn Văn An"))
    other = deputy(cast)
    if by_deputy:
        decision.signatory, decision.signatory_name = other, other.person.full_name
    decision.signing_power, decision.signatory_office = power, office
    assert sentence in told(decision)
    assert bool(told(decision)) == bool(sentence)
    decision.save()
    if sentence:
        with pytest.raises(Refused, match=sentence):
            decisions.publish(decision, by=cast.decider)


def test_of_two_who_choose_a_signatory_one_foot_stays_whole():
    cast = stage(members=1)
    decision = cast.drafted(cast.approved("Nguyễn Văn An"))
    first, second = deputy(cast), deputy(cast, "Phó Chủ Tịch Bình", "Phó Chủ tịch Thường trực")
    seen = decisions.terms_of(decision)
    decisions.edit_decision(decision, replace(seen, signatory=first), base=seen, by=cast.secretary)
    with pytest.raises(Clash) as clash:
        decisions.edit_decision(decision, replace(seen, signatory=second), base=seen, by=cast.officer)
    assert [str(value) for value in clash.value.fields["signatory"]] == [
        "Phó Chủ Tịch Ân, KT. CHỦ TỊCH, Phó Chủ tịch",
        "Phó Chủ Tịch Bình, KT. CHỦ TỊCH, Phó Chủ tịch Thường trực",
    ]
    kept = decisions.edit_decision(decision, replace(seen, place="Nơi khác"), base=seen, by=cast.officer)
    assert (foot(kept), kept.place) == (DEPUTY_SIGNS, "Nơi khác")


def test_an_achievement_too_long_for_the_papers_is_named_before_the_act():
    cast = stage(members=1)
    rows = cast.approved(*(f"Nguyễn Văn {name}" for name in ("An", "Bình", "Cường", "Dũng", "Em", "Phúc")))
    decision = cast.drafted(rows)
    Nomination.objects.update(achievement="x" * 600)
    assert told(decision) == ""
    Nomination.objects.update(achievement="x" * 601)
    named = "Ông\u00a0Nguyễn Văn An, Ông\u00a0Nguyễn Văn Bình, Ông\u00a0Nguyễn Văn Cường, Ông\u00a0Nguyễn Văn Dũng"
    assert f"600 ký tự, cần rút gọn: {named}" in told(decision)
    assert "và 1 trường hợp khác" in told(decision)
    decision.recorded = True
    assert told(decision) == ""


def test_a_body_decides_only_on_the_forms_of_its_level():
    cast = stage(members=1)
    rows = cast.approved("Nguyễn Văn An")
    wrong = decisions.draft_decision(
        cast.campaign, cast.terms(), nominations=[rows[0].pk], body=cast.alliance, by=cast.secretary
    )
    assert "Bằng khen" in told(wrong)
    assert selectors.approved(cast.campaign, body=cast.alliance, decision=wrong) == []
    assert selectors.approved(cast.campaign, body=cast.committee, decision=wrong) == rows


def test_words_that_do_not_fit_the_certificate_are_named_before_the_act():
    cast = stage(members=1)
    rows = cast.approved("Nguyễn Văn An")
    Nomination.objects.filter(pk=rows[0].pk).update(position_title="Đ" * 180, unit_name="Ư" * 180)
    decision = cast.proposed(rows)
    assert "Nguyễn Văn An" in told(decision)
    with pytest.raises(Refused):
        decisions.publish(decision, by=cast.decider)


def test_what_is_no_longer_approved_cannot_be_decided():
    cast = stage(members=1)
    rows = cast.approved("Nguyễn Văn An")
    decision = cast.proposed(rows)
    Nomination.objects.filter(pk=rows[0].pk).update(state="failed")
    with pytest.raises(Refused, match="Nguyễn Văn An"):
        decisions.publish(decision, by=cast.decider)
    Nomination.objects.filter(pk=rows[0].pk).update(decision=None)
    with pytest.raises(Refused):
        decisions.publish(decision, by=cast.decider)


def test_a_number_is_used_once_a_year_by_a_body():
    cast = stage(members=1)
    first, second, third = cast.approved("Nguyễn Văn An", "Nguyễn Văn Bình", "Nguyễn Văn Cường")
    decisions.publish(cast.proposed([first], "7/QĐ-UBND"), by=cast.decider)
    again = cast.proposed([second], "7/QĐ-UBND")
    assert "7/QĐ-UBND" in told(again)
    with pytest.raises(Refused, match="7/QĐ-UBND"):
        decisions.publish(again, by=cast.decider)
    again.number, again.state, again.published_at = "7/QĐ-UBND", "published", timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()
    other_year = cast.proposed([third], "7/QĐ-UBND", signed_on=date(2025, 11, 20))
    assert decisions.publish(other_year, by=cast.decider).year == 2025


def test_a_draft_takes_only_approved_nominations_that_stand_in_no_other():
    cast = stage(members=1)
    rows = cast.approved("Nguyễn Văn An", "Nguyễn Văn Bình")
    draft_row = cast.nominate("Lê Văn Nháp")
    for wrong in ([draft_row], [], [*rows, draft_row]):
        with pytest.raises(Refused):
            cast.drafted(wrong)
    first = cast.drafted(rows[:1])
    with pytest.raises(Refused):
        cast.drafted(rows)
    other = stage(members=1, province="Khác")
    with pytest.raises(Refused):
        cast.drafted(other.approved("Trần Văn Xa"))
    assert list(first.nominations.all()) == rows[:1]
    assert Decision.objects.count() == 1
    for user in (cast.decider, cast.unit_officer, cast.stranger, cast.appraiser):
        with pytest.raises(Refused):
            decisions.draft_decision(cast.campaign, cast.terms(), nominations=[rows[1].pk], by=user)


def test_typed_text_is_composed_and_the_signatory_copied():
    cast = stage(members=1)
    rows = cast.approved("Nguyễn Văn An")
    decision = cast.drafted(rows, summary="  Về việc tặng Bằng khen  ", place="Thư\u0309 Nghiệm")
    assert (decision.summary, decision.place) == ("Về việc tặng Bằng khen", "Thử Nghiệm")
    assert (decision.signatory_name, decision.signatory_office, decision.year) == (
        "Đặng Văn Chủ Tịch",
        "Chủ tịch",
        2026,
    )
    assert decision.audit_chain == cast.alliance.pk
    with pytest.raises(ValidationError):
        cast.drafted(rows, paper="A9")


def test_two_people_edit_a_draft_field_by_field():
    cast = stage(members=1)
    decision = cast.drafted(cast.approved("Nguyễn Văn An"))
    seen = decisions.terms_of(decision)
    decisions.edit_decision(decision, replace(seen, number="8/QĐ-UBND"), base=seen, by=cast.secretary)
    kept = decisions.edit_decision(decision, replace(seen, place="Nơi khác"), base=seen, by=cast.officer)
    assert (kept.number, kept.place, kept.version) == ("8/QĐ-UBND", "Nơi khác", 3)
    with pytest.raises(Clash) as clash:
        decisions.edit_decision(decision, replace(seen, number="9/QĐ-UBND"), base=seen, by=cast.officer)
    assert clash.value.fields == {"number": ("8/QĐ-UBND", "9/QĐ-UBND")}


def test_two_people_change_the_list_and_both_changes_stay():
    cast = stage(members=1)
    first, second, third = cast.approved("Nguyễn Văn An", "Nguyễn Văn Bình", "Nguyễn Văn Cường")
    decision = cast.drafted([first, second])
    seen = decisions.terms_of(decision)

    def save(chosen, by):
        listed = [first.pk, second.pk]
        decisions.edit_decision(
            decision, seen, base=seen, nominations=[row.pk for row in chosen], listed=listed, by=by
        )
        return {row.name for row in selectors.list_of(decision)}

    assert save([first], cast.secretary) == {first.name}
    assert save([first, second, third], cast.officer) == {first.name, third.name}
    assert save([], cast.secretary) == {third.name}


def test_the_list_changes_while_the_decision_is_a_draft_only():
    cast = stage(members=1)
    rows = cast.approved("Nguyễn Văn An", "Nguyễn Văn Bình")
    decision = cast.drafted(rows[:1])
    terms = decisions.terms_of(decision)
    decisions.edit_decision(
        decision, terms, base=terms, by=cast.secretary, nominations=[rows[1].pk], listed=[rows[0].pk]
    )
    assert [row.decision_id for row in fresh(rows)] == [None, decision.pk]
    decisions.propose(decision, by=cast.secretary)
    for by in (cast.secretary, cast.decider):
        with pytest.raises(Refused):
            decisions.edit_decision(decision, terms, base=terms, by=by, nominations=[rows[0].pk])
    # The deciding body puts number and date into what waits for it.
    mended = decisions.edit_decision(
        decision, replace(terms, number="9/QĐ-UBND"), base=terms, by=cast.decider
    )
    assert mended.number == "9/QĐ-UBND"


def test_putting_before_the_body_and_taking_back():
    cast = stage(members=1)
    decision = cast.drafted(cast.approved("Nguyễn Văn An"))
    with pytest.raises(TransitionRefused):
        decisions.take_back(decision, by=cast.secretary, reason="x")
    with pytest.raises(Refused):
        decisions.propose(decision, by=cast.decider)
    decisions.propose(decision, by=cast.secretary)
    assert (
        Notice.objects.filter(user=cast.decider, url=reverse("awards:decision", args=[decision.pk])).count()
        == 1
    )
    with pytest.raises(TransitionRefused):
        decisions.propose(decision, by=cast.secretary)
    with pytest.raises(Refused):
        decisions.take_back(decision, by=cast.decider, reason="  ")
    with pytest.raises(Refused):
        decisions.take_back(decision, by=cast.stranger, reason="x")
    # A page opened before the decision was proposed holds the old state; what is stored counts.
    assert decisions.take_back(decision, by=cast.decider, reason="Sai ngày").state == "draft"
    assert history_of(decision).first().reason == "Sai ngày"
    Nomination.objects.update(decision=None)
    with pytest.raises(Refused):
        decisions.propose(decision, by=cast.secretary)
