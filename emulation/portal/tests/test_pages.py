"""The first pages as a visitor and as people with different posts see them, and the answers to broken requests."""

from dataclasses import replace
from datetime import date
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.test import Client, RequestFactory
from django.urls import resolve, reverse
from django.utils import timezone

from emulation.accounts.models import User
from emulation.audit.services import record
from emulation.notices.models import Notice, Outgoing
from emulation.organisations.offices import Office
from emulation.organisations.tests import factories
from emulation.portal import navigation, views
from emulation.portal.desk import desk_of
from emulation.waiting import AHEAD, BACK, Task, in_order

pytestmark = pytest.mark.django_db


def account(office: str | None = None, name: str = "Lê Thị Lan") -> User:
    person = factories.person(name)
    if office:
        factories.post(person, factories.organisation("Hợp tác xã Tân Phú"), office, title="Cán bộ thi đua")
    return User.objects.create(email=f"{person.pk}@example.org", person=person)


@pytest.fixture
def officer(client: Client) -> User:
    user = account(Office.OFFICER)
    client.force_login(user)
    return user


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_visitor_gets_the_start_page_with_login_and_no_menu(client):
    page = client.get("/")
    assert page.status_code == 200
    assert 'name="login"' in text(page)
    assert "Kiểm tra bằng khen" in text(page)
    assert 'id="menu"' not in text(page)
    assert '<html lang="vi"' in text(page)


def test_demo_accounts_are_shown_in_a_demo_only(client, settings, monkeypatch):
    made = [
        {"name": "Lê Thị Lan", "post": "Cán bộ", "can": "Lập đợt", "email": "lan@demo", "password": "x-demo"}
    ]
    monkeypatch.setattr(views, "import_string", lambda name: made)
    assert "lan@demo" not in text(client.get("/"))
    settings.DEMO = True
    assert "lan@demo" in text(client.get("/"))


def test_the_desk_names_the_person_their_post_and_what_is_unread(client, officer):
    Notice.objects.create(user=officer, text="Đã trả lại", url="/")
    page = text(client.get("/"))
    assert "Lê Thị Lan" in page
    assert "Cán bộ thi đua, Hợp tác xã Tân Phú" in page
    assert "Thông báo: 1 chưa đọc" in page
    assert "Hôm nay chưa có việc nào chờ ông/bà" in page


def test_the_desk_asks_few_questions(client, officer, django_assert_num_queries):
    client.get("/")
    # account, person, posts, seats and the bell as on every page; news; what commendation asks,
    # the bodies that one's own continues once for all; programmes, registration, the instruments that soon cease;
    # two for the reports that wait for a side's word, one for a head who signs on paper, and fourteen for what the
    # calendar has ahead, however much it is
    with django_assert_num_queries(49):
        client.get("/")


def test_the_frame_asks_five_questions_on_every_page(client, officer, django_assert_num_queries):
    client.get("/help/")
    # account; person; posts; seats for the menu; the bell
    with django_assert_num_queries(5):
        client.get("/help/")


def test_the_desk_puts_the_nearest_deadline_first():
    late = Task("late", "act", "/", due=date(2026, 1, 1))
    soon = Task("soon", "act", "/", due=date(2026, 3, 1))
    old = Task("old", "act", "/", since=date(2025, 1, 1))
    new = Task("new", "act", "/", since=date(2026, 1, 1))
    assert in_order([new, soon, old, late]) == [late, soon, old, new]


def test_the_desk_is_composed_of_what_the_rooms_offer():
    user = account()
    rooms = [
        lambda user, on: [Task("a", "act", "/")],
        lambda user, on: [Task("b", "see", "/", kind=BACK), Task("c", "see", "/", due=on, kind=AHEAD)],
    ]
    desk = desk_of(user, date(2026, 1, 1), rooms)
    assert [[task.sentence for task in part] for part in (desk.todo, desk.back, desk.ahead)] == [
        ["a"],
        ["b"],
        ["c"],
    ]


def test_unread_notices_came_back_and_waiting_letters_are_to_do(client):
    user = account(Office.ADMINISTRATOR)
    Notice.objects.create(user=user, text="Đơn vị trả lại 2 hồ sơ", url="/")
    Notice.objects.create(user=user, text="Đã đọc rồi", url="/", read_at=timezone.now())
    Outgoing.objects.create(to=user.email, subject="Lời mời", body="…", handover=True)
    Outgoing.objects.create(to="someone@elsewhere.example", subject="Lời mời", body="…", handover=True)
    client.force_login(user)
    desk = client.get("/").context["desk"]
    assert [task.sentence for task in desk.back] == ["Đơn vị trả lại 2 hồ sơ"]
    assert [task.sentence for task in desk.todo] == ["Có 1 thư chờ chuyển tay trong hộp thư đi"]


def labels(client: Client) -> set[str]:
    response = client.get("/")
    return {str(entry.label) for group in response.context["frame"].menu for entry in group.entries}


@pytest.mark.parametrize(
    ("office", "seen", "hidden"),
    [
        (Office.OFFICER, {"Việc cần làm", "Công việc nền"}, {"Tài khoản", "Nhật ký", "Hội đồng"}),
        (Office.ADMINISTRATOR, {"Việc cần làm", "Tài khoản"}, {"Hội đồng"}),
        (None, {"Việc cần làm"}, {"Tài khoản", "Nhật ký", "Hội đồng", "Đề nghị khen thưởng", "Đơn vị"}),
    ],
)
def test_the_menu_hides_what_a_post_does_not_open(client, office, seen, hidden):
    client.force_login(account(office))
    shown = labels(client)
    assert seen <= shown
    assert not hidden & shown


def test_an_entry_without_a_page_is_left_out(rf):
    request = rf.get("/")
    request.user = account(Office.OFFICER)
    entries = (
        navigation.Entry("Gone", "nowhere:page", "list"),
        navigation.Entry("Desk", "portal:desk", "list"),
    )
    assert [link.label for link in navigation.links(entries, request)] == ["Desk"]
    assert navigation.links(entries, request)[0].current == "page"


def test_large_print_is_a_class_on_the_page(client, officer):
    assert 'class="large-print"' not in text(client.get("/"))
    User.objects.filter(pk=officer.pk).update(large_print=True)
    assert 'class="large-print"' in text(client.get("/"))


def test_the_language_is_switched_and_said(client):
    client.post(reverse("set_language"), {"language": "en", "next": "/help/"})
    page = text(client.get("/help/"))
    assert '<html lang="en"' in page
    assert "How do I search?" in page


def test_help_answers_questions(client):
    assert "Nhập danh sách từ Excel như thế nào?" in text(client.get("/help/"))


@pytest.mark.parametrize("address", ["/", "/help/", "/nowhere/"])
def test_the_policy_allows_nothing_inline(client, address):
    policy = client.get(address)["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert "default-src 'none'" in policy


@pytest.mark.urls("emulation.portal.tests.samples")
class TestRefusals:
    def test_a_refusal_says_why_on_the_page_and_in_the_header(self, client, officer):
        answer = client.get("/refused/")
        assert answer.status_code == 403
        assert "Chỉ văn thư của cơ quan ban hành" in text(answer)
        assert unquote(answer["X-Reason"]).startswith("Chỉ văn thư")

    def test_a_lost_race_tells_who_did_what_where_the_log_is_read(self, client, officer):
        for user, told in ((officer, False), (account(Office.ADMINISTRATOR), True)):
            record("account.close", user, by=account(name="Trần Văn Hùng"), reason="Chuyển công tác")
            client.force_login(user)
            answer = client.get("/overtaken/")
            assert answer.status_code == 409
            assert ("Trần Văn Hùng" in text(answer), "Chuyển công tác" in text(answer)) == (told, told)

    def test_who_moved_on_alone_is_not_told_of_somebody_else(self, client, officer):
        record("account.close", officer, by=officer, state=["open", "closed"])
        record("account.renew_password", officer, by=account(name="Trần Văn Hùng"))
        answer = text(client.get("/overtaken/"))
        assert "Ông/bà đã thực hiện bước tiếp theo" in answer
        assert "Đã có người thực hiện trước" not in answer
        assert "Trần Văn Hùng" not in answer

    def test_a_lost_race_leads_back_to_the_page_it_came_from_and_nowhere_else(self, client, officer):
        here = client.get("/overtaken/", headers={"referer": "http://testserver/awards/7/"})
        assert 'href="http://testserver/awards/7/"' in text(here)
        elsewhere = client.get("/overtaken/", headers={"referer": "http://evil.example/"})
        assert "evil.example" not in text(elsewhere)

    def test_our_own_mistake_is_called_ours(self, client):
        assert "Lỗi do chương trình" in text(client.get("/broken/"))

    def test_pieces_on_one_page(self, client, officer):
        assert client.get("/sample/?wrong=1").status_code == 200


def test_unknown_pages_are_answered_in_words(client):
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "Không tìm thấy nội dung" in text(answer)


def test_an_expired_form_shows_what_was_typed_but_no_secret():
    strict = Client(enforce_csrf_checks=True)
    typed = {"achievement": "Hoàn thành <b>xuất sắc</b> nhiệm vụ", "password": "bí mật 123", "next": "/"}
    answer = strict.post(reverse("set_language"), typed)
    assert answer.status_code == 403
    assert "Biểu mẫu đã hết hiệu lực" in text(answer)
    assert "Hoàn thành &lt;b&gt;xuất sắc&lt;/b&gt; nhiệm vụ" in text(answer)
    assert "bí mật 123" not in text(answer)


def test_too_much_text_is_a_sentence_with_the_limit(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
    answer = views.bad_request(RequestFactory().post("/"), RequestDataTooBig("too big"))
    assert answer.status_code == 413
    assert "3 MB" in answer.content.decode()
    assert views.bad_request(RequestFactory().post("/"), ValueError()).status_code == 400


def test_the_project_uses_these_answers():
    assert settings.CSRF_FAILURE_VIEW == "emulation.portal.views.csrf_failure"
    from emulation import urls

    assert urls.handler400 == "emulation.portal.views.bad_request"


@pytest.mark.parametrize(
    ("page", "entry"),
    [
        ("awards:campaigns", "awards:campaigns"),
        ("awards:nomination", "awards:campaigns"),
        ("awards:import_detail", "awards:campaigns"),
        ("awards:board", "awards:reviews"),
        ("awards:review_overview", "awards:reviews"),
        ("awards:decision_new", "awards:decisions"),
    ],
)
def test_every_page_of_commendation_lies_below_one_entry_of_the_menu(rf, officer, page, entry):
    arguments = [] if page == "awards:campaigns" else [1]
    request = rf.get(reverse(page, args=arguments))
    request.user, request.resolver_match = officer, resolve(request.path)
    entries = navigation.MENU[0].entries
    everybody = [replace(one, may=navigation.everyone) for one in entries]
    marked = [link.url for link in navigation.links(everybody, request) if link.current]
    assert marked == [reverse(entry)]
