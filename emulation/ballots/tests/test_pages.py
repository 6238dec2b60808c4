"""The pages of a secret vote: what each says, what it keeps nowhere, and what it asks of the database."""

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from emulation.accounts import kept
from emulation.accounts.tests.factories import PASSWORD, queries_of_the_frame
from emulation.audit.selectors import history_of
from emulation.ballots import owners
from emulation.ballots.models import Ballot, BatchEntry, Envelope, Paper, Receipt, TellerKey, Urn
from emulation.ballots.owners import Owner
from emulation.ballots.tally import AGREE
from emulation.ballots.tests.factories import SECRETS, confirming, electing, vote
from emulation.drafts.models import Draft
from emulation.verdicts import YES, No

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(name, scene, *more):
    return reverse(f"ballots:{name}", args=[scene.ballot.pk, *more])


def shown(answer) -> str:
    return answer.content.decode()


def paper_of(scene, *chosen):
    return {f"question-{question.pk}": list(chosen) for question in scene.questions}


def test_a_member_chooses_looks_again_and_puts_in_once():
    scene = vote(3, of_units=True).open()
    client = signed_in(scene.members[0])
    page = shown(client.get(url("ballot", scene)))
    assert scene.entry(0).organisation_name in page
    assert "Ai thấy gì" in page
    assert "Điều 45 khoản 8" in page
    nothing = client.post(url("ballot", scene), {"step": "review"})
    assert "phiếu trắng cũng là một lựa chọn" in shown(nothing)
    look = client.post(url("ballot", scene), {**paper_of(scene, AGREE), "step": "review"})
    assert "Đồng ý" in shown(look)
    assert look["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    back = client.post(url("ballot", scene), {**paper_of(scene, AGREE), "step": "change"})
    assert "checked" in shown(back)
    wrong = client.post(url("ballot", scene), {**paper_of(scene, AGREE), "step": "cast", "password": "sai"})
    assert "Mật khẩu không đúng" in shown(wrong)
    assert not Receipt.objects.filter(voted=True).exists()
    done = client.post(url("ballot", scene), {**paper_of(scene, AGREE), "step": "cast", "password": PASSWORD})
    assert done["Location"] == url("ballot", scene)
    after = shown(client.get(url("ballot", scene)))
    assert "Đã bỏ phiếu" in after
    assert "Đồng ý" not in after
    again = client.post(
        url("ballot", scene), {**paper_of(scene, AGREE), "step": "cast", "password": PASSWORD}
    )
    assert "Đã bỏ phiếu" in shown(again)
    assert [len(urn.papers) for urn in Urn.objects.all()] == [1]


def test_an_election_of_two_takes_two_marks_or_a_blank_paper():
    scene = vote(3, items=[electing("A", "B", "C", places=2)]).open()
    a, b, c = scene.candidates()
    client = signed_in(scene.members[0])

    def sent(*chosen):
        return shown(client.post(url("ballot", scene), {**paper_of(scene, *chosen), "step": "review"}))

    assert "Chọn nhiều nhất 2" in sent(a, b, c)
    assert "Hoặc chọn, hoặc để phiếu trắng" in sent(a, "blank")
    assert "Phiếu trắng" in sent("blank")
    assert "Phiếu của ông/bà" in sent(a, b)
    body = {**paper_of(scene, "blank"), "step": "cast", "password": PASSWORD}
    assert client.post(url("ballot", scene), body).status_code == 302
    scene.end().count()
    assert list(Paper.objects.values_list("choice", flat=True)) == ["blank"]


def test_a_vote_that_ended_meanwhile_is_refused_in_words_and_not_put_in():
    scene = vote(3).open()
    client = signed_in(scene.members[0])
    scene.end()
    answer = client.post(
        url("ballot", scene), {**paper_of(scene, AGREE), "step": "cast", "password": PASSWORD}
    )
    assert answer.status_code == 403
    assert "Đã kết thúc bỏ phiếu" in shown(answer)
    assert "Đã kết thúc bỏ phiếu" in shown(client.get(url("ballot", scene)))


def test_passwords_are_not_tried_without_end():
    scene = vote(2).open()
    client = signed_in(scene.members[0])
    body = {**paper_of(scene, AGREE), "step": "cast", "password": "sai"}
    told = [shown(client.post(url("ballot", scene), body)) for _try in range(6)]
    assert "Mật khẩu không đúng" in told[0]
    assert "Mật khẩu không đúng" not in told[-1]
    assert not Receipt.objects.filter(voted=True).exists()


def test_what_a_session_that_ended_brings_is_not_put_aside():
    scene = vote(2).open()
    client = signed_in(scene.members[0])
    client.get(url("ballot", scene))
    Session.objects.all().delete()
    cache.clear()
    assert kept.COOKIE in client.cookies
    sent = client.post(url("ballot", scene), {**paper_of(scene, AGREE), "step": "cast", "password": "x"})
    assert "/login/" in sent["Location"]
    assert kept.KEY not in client.session
    # The same browser keeps what any other form brings: the mark on the view makes the difference.
    client.post(reverse("notices:list"), {"text": "đang viết"})
    assert kept.KEY in client.session


def test_nothing_of_a_paper_is_kept_as_a_draft():
    scene = vote(2).open()
    client = signed_in(scene.members[0])
    page = shown(client.get(url("ballot", scene)))
    assert "data-autosave-key" not in page
    assert 'autocomplete="off"' in page
    assert not Draft.objects.exists()


def test_an_error_while_voting_tells_neither_choice_nor_password(settings, mailoutbox, caplog):
    scene = vote(2, items=[electing("A", "B")]).open()
    Ballot.objects.filter(pk=scene.ballot.pk).update(public_key="AAAA")
    settings.ADMINS = [("Người vận hành", "van-hanh@example.vn")]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client = Client(raise_request_exception=False)
    client.force_login(scene.members[0])
    code = scene.candidates()[1]
    body = {**paper_of(scene, code), "step": "cast", "password": PASSWORD}
    answer = client.post(url("ballot", scene), body)
    assert answer.status_code == 500
    (mail,) = mailoutbox
    told = mail.body + caplog.text
    assert "Traceback" in told
    assert PASSWORD not in told
    assert f"'{code}'" not in told
    assert f"question-{scene.questions[0].pk} = '" + "*" * 20 in told
    assert not Receipt.objects.filter(voted=True).exists()


def test_the_tellers_see_how_many_and_nothing_else():
    scene = vote(4).open()
    scene.cast(0, AGREE)
    client = signed_in(scene.tellers[0])
    page = shown(client.get(url("tellers", scene)))
    assert "1/4" in page
    names = [member.person.full_name for member in scene.members]
    assert not any(name in page for name in names)
    listed = shown(client.get(url("members", scene)))
    assert all(name in listed for name in names)
    before = listed.count("Có")
    scene.cast(1, AGREE)
    assert shown(client.get(url("members", scene))).count("Có") == before


def test_a_ballot_from_the_secrets_to_the_result_through_its_pages():
    scene = vote(4, tellers=3)
    runner, tellers = signed_in(scene.runner), [signed_in(one) for one in scene.tellers]
    page = shown(tellers[0].get(url("tellers", scene)))
    assert "chưa đặt khóa bí mật" in page
    assert "disabled" in shown(runner.get(url("open", scene)))
    assert "chưa đặt khóa" in shown(runner.post(url("open", scene)))
    unlike = {"password1": SECRETS[0], "password2": "khác hẳn"}
    assert "không giống nhau" in shown(tellers[0].post(url("key", scene), unlike))
    assert tellers[0].post(url("key", scene), {"password1": "123", "password2": "123"}).status_code == 200
    for client, secret in zip(tellers, SECRETS, strict=True):
        done = client.post(url("key", scene), {"password1": secret, "password2": secret})
        assert done["Location"] == url("tellers", scene)
    off = url("off", scene, scene.entry(3).pk)
    assert "danh sách" in shown(runner.get(off))
    assert runner.post(off, {"reason": ""}).status_code == 200
    assert runner.post(off, {"reason": "đã nghỉ hưu"})["Location"] == url("members", scene)
    assert runner.post(url("open", scene))["Location"] == url("tellers", scene)
    scene.cast(0, AGREE)
    members = [scene.entry(1).pk, scene.entry(2).pk]
    assert tellers[0].post(url("paper", scene), {}).status_code == 200
    assert tellers[0].post(url("paper", scene), {"members": members}).status_code == 302
    refused = tellers[0].post(url("paper", scene), {"members": [scene.entry(0).pk]})
    assert "Chưa ghi nhận ai" in shown(refused)
    assert tellers[0].post(url("end", scene), {"confirmation": "không"}).status_code == 200
    assert tellers[0].post(url("end", scene), {"confirmation": "kết thúc"}).status_code == 302
    counted(scene, tellers)
    after = shown(tellers[2].get(url("result", scene)))
    assert "3/3 thành viên đồng ý = 100%, cần 90% (3 phiếu): đạt" in after
    assert "thu về 3, hợp lệ 3" in after
    member = shown(signed_in(scene.members[0]).get(url("result", scene)))
    assert "Người đại diện" not in member


def counted(scene, tellers):
    name = f"question-{scene.questions[0].pk}"
    batch = {
        "returned": 2,
        f"{name}-agree": 2,
        f"{name}-disagree": 0,
        f"{name}-blank": 0,
        f"{name}-invalid": 0,
    }
    wrong = {**batch, f"{name}-agree": 1}
    assert "không bằng số phiếu thu về" in shown(tellers[0].post(url("batch", scene), wrong))
    assert tellers[0].post(url("batch", scene), batch).status_code == 302
    assert "đã nhập" in shown(tellers[0].get(url("tellers", scene)))
    differing = {**batch, f"{name}-agree": 1, f"{name}-disagree": 1}
    assert tellers[1].post(url("batch", scene), differing).status_code == 302
    rows = list(scene.ballot.tellers.all())
    secrets = {f"password-{rows[0].pk}": SECRETS[0], f"password-{rows[2].pk}": SECRETS[2]}
    word = {"confirmation": "kiểm phiếu"}
    assert "Hai kiểm phiếu viên cùng nhập" in shown(tellers[0].post(url("count", scene), word))
    bad = {**secrets, **word, f"password-{rows[0].pk}": "sai"}
    assert "Có khóa bí mật không đúng" in shown(tellers[0].post(url("count", scene), bad))
    difference = shown(tellers[0].post(url("count", scene), {**secrets, **word}))
    assert "Hai bản nhập phiếu giấy không khớp nhau" in difference
    assert scene.tellers[1].person.full_name in difference
    assert not any(secret in difference for secret in SECRETS)
    assert BatchEntry.objects.count() == 2
    assert tellers[1].post(url("batch", scene), batch).status_code == 302
    done = tellers[0].post(url("count", scene), {**secrets, **word})
    assert done["Location"] == url("result", scene)
    assert not TellerKey.objects.exists()
    assert not Envelope.objects.exists()


def test_annulling_is_told_and_recorded():
    scene = vote(2).open()
    client = signed_in(scene.runner)
    assert client.post(url("annul", scene), {"reason": "Mất khóa"}).status_code == 200
    done = client.post(url("annul", scene), {"reason": "Mất khóa", "confirmation": "HỦY"})
    assert done["Location"] == url("ballot", scene)
    assert "Đã hủy" in shown(client.get(url("ballot", scene)))
    assert history_of(scene.ballot).get(action="ballot.annul").reason == "Mất khóa"


def test_a_barred_member_reads_why_and_a_restored_vote_says_what_to_do():
    scene = vote(3)
    client = signed_in(scene.runner)
    bar = url("bar", scene, scene.entry(2).pk)
    assert client.post(bar, {"reason": "là người được đề nghị"})["Location"] == url("members", scene)
    assert "là người được đề nghị" in shown(client.get(url("members", scene)))
    for place in (1, 0):
        answer = client.post(url("bar", scene, scene.entry(place).pk), {"reason": "x"})
    assert "không có ai được bỏ phiếu" in shown(answer)
    assert "không có ai" in shown(client.post(url("off", scene, scene.entry(0).pk), {"reason": "x"}))
    scene.open()
    assert "là người được đề nghị" in shown(signed_in(scene.members[2]).get(url("ballot", scene)))
    Receipt.objects.all().delete()
    assert "bản sao lưu" in shown(signed_in(scene.members[0]).get(url("ballot", scene)))
    assert "bản sao lưu" in shown(client.get(url("tellers", scene)))


def test_a_result_is_told_when_the_owning_room_says_so():
    owner = Owner(
        url=lambda ballot: "/awards/",
        name=lambda ballot: "Đợt xét",
        may_run=lambda user, ballot, on: YES if user.pk == ballot.opened_by_id else No("x"),
        may_read_result=lambda user, ballot, on: No("Kết quả công bố khi có quyết định."),
    )
    owners.register("later", owner)
    try:
        scene = vote(2, owner="later", owner_pk=1).open()
        scene.end().count()
        member = signed_in(scene.members[0])
        refused = member.get(url("result", scene))
        assert (refused.status_code, "công bố khi có quyết định" in shown(refused)) == (403, True)
        assert "Đợt xét" in shown(member.get(url("ballot", scene)))
        assert signed_in(scene.tellers[0]).get(url("result", scene)).status_code == 200
    finally:
        del owners.OWNERS["later"]


QUERIES = {"mine": 2, "ballot": 11, "members": 5, "tellers": 8, "paper": 5, "count": 4}


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_the_same_of_any_number_of_members_and_questions(rows):
    scene = vote(rows, items=[confirming(f"HTX {place}") for place in range(rows)]).open()
    asked = {}
    for name in QUERIES:
        if name == "count":
            scene.end()
        user = scene.members[0] if name in ("ballot", "mine") else scene.tellers[0]
        client = signed_in(user)
        frame = queries_of_the_frame(client)
        place = reverse("ballots:mine") if name == "mine" else url(name, scene)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(place).status_code == 200
        asked[name] = len(captured) - frame
    assert asked == QUERIES


@pytest.mark.parametrize("rows", [1, 3])
def test_the_result_asks_the_same_of_any_number(rows, django_assert_num_queries):
    scene = vote(rows, items=[electing("A", "B") for _place in range(rows)]).open()
    scene.end().count()
    client = signed_in(scene.tellers[0])
    frame = queries_of_the_frame(client)
    with django_assert_num_queries(frame + 6):
        assert client.get(url("result", scene)).status_code == 200


def test_casting_asks_the_same_of_any_number_of_members():
    asked = []
    for members in (2, 6):
        scene = vote(members).open()
        with CaptureQueriesContext(connection) as captured:
            scene.cast(0, AGREE)
        asked.append(len(captured))
    assert asked[0] == asked[1]
