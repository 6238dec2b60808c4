"""Being told: under the bell, by mail with a title and a link only, once for the same news."""

import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from emulation.accounts import services as accounts
from emulation.accounts.tests.factories import account, administrator, holder, queries_of_the_frame
from emulation.accounts.tests.test_access import named_urls
from emulation.notices import selectors, services
from emulation.notices.models import Notice, Outgoing
from emulation.notices.tasks import send_mail
from emulation.organisations.models import Kind
from emulation.organisations.tests import factories

pytestmark = pytest.mark.django_db
LOCAL_MEMORY = "django.core.mail.backends.locmem.EmailBackend"


class Unreachable(EmailBackend):
    """A mail server that refuses."""

    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected("gone")


@pytest.fixture
def outbox(settings):
    """The program as installed: mail goes to the outbox, and from there to a server."""
    settings.EMAIL_BACKEND = "emulation.notices.outbox.OutboxBackend"
    settings.MAIL_DELIVERY_BACKEND = LOCAL_MEMORY


def test_tell_puts_a_line_under_each_open_account(django_assert_num_queries):
    first, second, closed = account(), account(), account(is_active=False)
    with django_assert_num_queries(4):
        services.tell([first, second, closed, first], text="Có hồ sơ mới", url="/awards/1/")
    assert Notice.objects.count() == 2
    assert selectors.unread_count(first) == 1
    assert selectors.unread_count(closed) == 0


def test_the_same_news_is_told_once_also_by_mail():
    user = account()
    services.tell([user], text="Có hồ sơ mới", url="/awards/1/", key="nomination:1:received")
    assert services.tell([user], text="Có hồ sơ mới", url="/awards/1/", key="nomination:1:received") == []
    services.tell([user, account()], text="Có hồ sơ mới", url="/awards/1/", key="nomination:1:received")
    assert Notice.objects.filter(user=user).count() == 1
    assert Outgoing.objects.filter(to=user.email).count() == 1
    assert Outgoing.objects.count() == 2


def test_how_things_stand_now_takes_the_place_of_what_was_not_read():
    user, other = account(), account()
    services.tell([user, other], text="1 đề nghị chờ tiếp nhận", url="/a/")
    services.tell([user], text="Khác", url="/b/")
    services.tell([user], text="2 đề nghị chờ tiếp nhận", url="/a/", instead=True)
    unread = Notice.objects.filter(user=user, read_at=None).order_by("pk")
    assert [notice.text for notice in unread] == ["Khác", "2 đề nghị chờ tiếp nhận"]
    assert Notice.objects.get(user=other).read_at is None


def test_everybody_reads_their_own_language():
    vietnamese, english = account(), account(language="en")
    services.tell([vietnamese, english], text=gettext_lazy("Notices"), url="/")
    assert Notice.objects.get(user=vietnamese).text == "Thông báo"
    assert Notice.objects.get(user=english).text == "Notices"


def test_what_is_put_into_a_sentence_does_not_fix_its_language():
    english = account(language="en")
    text = gettext_lazy("Decision %(number)s has been issued")
    services.tell([english], text=text, values={"number": "1/QĐ-UBND"}, url="/")
    assert Notice.objects.get().text == "Decision 1/QĐ-UBND has been issued"


def test_a_mail_is_title_and_link_and_nothing_else(settings):
    settings.SITE_URL = "https://td.example.vn"
    services.tell([account()], text="Có hồ sơ chờ\nthẩm định", url="/awards/nominations/7/")
    letter = Outgoing.objects.get()
    assert letter.subject == "Có hồ sơ chờ thẩm định"
    body, signature = letter.body.split("--\n")
    assert body.split() == [
        "Có",
        "hồ",
        "sơ",
        "chờ",
        "thẩm",
        "định",
        "https://td.example.vn/awards/nominations/7/",
    ]
    assert "td.example.vn" not in signature


def test_nothing_is_told_when_the_act_fails():
    user = account()

    @transaction.atomic
    def act():
        services.tell([user], text="x", url="/")
        raise LookupError

    with pytest.raises(LookupError):
        act()
    assert not Notice.objects.exists()
    assert not Outgoing.objects.exists()


def test_all_mail_waits_in_the_outbox_until_there_is_a_server(outbox, settings):
    settings.MAIL_DELIVERY_BACKEND = ""
    mail.send_mail("Lời mời", "liên kết", None, ["a@example.vn"])
    send_mail()
    assert Outgoing.objects.get().sent_at is None
    settings.MAIL_DELIVERY_BACKEND = LOCAL_MEMORY
    send_mail()
    letter = Outgoing.objects.get()
    assert letter.sent_at
    assert letter.body == ""
    assert [(one.subject, one.body, one.to) for one in mail.outbox] == [
        ("Lời mời", "liên kết", ["a@example.vn"])
    ]
    send_mail()
    assert len(mail.outbox) == 1


def test_a_failing_server_is_named_and_tried_again_later(outbox, settings):
    settings.MAIL_DELIVERY_BACKEND = f"{__name__}.Unreachable"
    with time_machine.travel("2026-03-01T08:00:00+07:00", tick=False) as clock:
        services.post("a@example.vn", "x", "y")
        assert services.send_waiting() == 0
        assert "gone" in Outgoing.objects.get().error
        settings.MAIL_DELIVERY_BACKEND = LOCAL_MEMORY
        assert services.send_waiting() == 0
        clock.shift(timedelta(minutes=6))
        assert services.send_waiting() == 1
    assert Outgoing.objects.get().error == ""


def test_a_mail_taken_by_another_worker_is_left_alone(outbox):
    letter = services.post("a@example.vn", "x", "y")
    assert services._claim(letter)
    assert services.send_waiting() == 0
    assert not mail.outbox


def test_opening_a_notice_marks_it_and_goes_to_its_page(client):
    user = account()
    (notice,) = services.tell([user], text="x", url=reverse("accounts:profile"))
    notice = Notice.objects.get()
    client.force_login(user)
    assert client.get(reverse("notices:open", args=[notice.pk]))["Location"] == reverse("accounts:profile")
    assert selectors.unread_count(user) == 0


def test_opening_the_page_a_notice_speaks_of_reads_it(client):
    user, other = account(), account()
    page = reverse("accounts:profile")
    services.tell([user, other], text="Hồ sơ của ông/bà", url=page, mail=False)
    services.tell([user], text="Việc khác", url=reverse("jobs:mine"), mail=False)
    client.force_login(user)
    client.post(page, {})
    assert selectors.unread_count(user) == 2
    shown = client.get(page)
    assert shown.context["frame"].unread == 1
    assert [notice.text for notice in selectors.notices_of(user).filter(read_at=None)] == ["Việc khác"]
    assert selectors.unread_count(other) == 1


@pytest.mark.parametrize(
    ("url", "path", "leads"),
    [
        ("/a/1/review/", "/a/1/review/7/", True),
        ("/a/1/list/?state=x", "/a/1/list/", True),
        ("/a/1/", "/a/11/", False),
        ("/", "/a/1/", False),
        ("/a/1/review/7/", "/a/1/review/", False),
    ],
)
def test_a_notice_leads_to_its_page_and_what_lies_below(url, path, leads):
    assert selectors.leads_to(url, path) is leads


def test_a_notice_never_leads_off_the_site(client):
    user = account()
    services.tell([user], text="x", url="https://evil.example/")
    client.force_login(user)
    answer = client.get(reverse("notices:open", args=[Notice.objects.get().pk]))
    assert answer["Location"] == reverse("notices:list")


def test_mark_all_read_touches_ones_own_only(client):
    user, other = account(), account()
    services.tell([user, other], text="x", url="/")
    client.force_login(user)
    client.post(reverse("notices:read_all"))
    assert (selectors.unread_count(user), selectors.unread_count(other)) == (0, 1)


def test_the_outbox_shows_invitations_to_their_administrator_and_no_other_text(outbox, settings, client):
    settings.MAIL_DELIVERY_BACKEND = ""
    alliance = factories.organisation("Liên minh A", kind=Kind.ALLIANCE)
    admin = administrator(alliance)
    newcomer = factories.person("Lê Văn Mới")
    factories.post(newcomer, alliance)
    link = accounts.link_of(accounts.invite(newcomer, "moi@example.vn", by=admin))
    officer = holder(alliance)
    client.post(reverse("account_reset_password"), {"email": officer.email})
    foreign = holder(factories.organisation("Liên minh B", kind=Kind.ALLIANCE))
    services.post(foreign.email, "Thư của tỉnh khác", "bí mật")
    client.force_login(admin)
    page = client.get(reverse("notices:outbox")).content.decode()
    assert link in page
    assert officer.email in page
    assert "/password/reset/key/" not in page
    assert "Thư của tỉnh khác" not in page
    client.force_login(administrator(factories.organisation("Liên minh C", kind=Kind.ALLIANCE)))
    assert link not in client.get(reverse("notices:outbox")).content.decode()


def test_an_invitation_that_was_accepted_waits_for_nobody(outbox, settings):
    settings.MAIL_DELIVERY_BACKEND = ""
    alliance = factories.organisation("Liên minh A", kind=Kind.ALLIANCE)
    admin = administrator(alliance)
    for name in ("Lê Văn Đến", "Lê Văn Chưa"):
        newcomer = factories.person(name)
        factories.post(newcomer, alliance)
        invitation = accounts.invite(newcomer, f"{newcomer.pk}@example.vn", by=admin)
        if name == "Lê Văn Đến":
            accounts.accept(accounts.token_of(invitation), "mat-khau-dai-va-la-1")
    waiting = selectors.outbox_for(admin, timezone.localdate())
    assert [letter.to for letter in waiting] == [f"{newcomer.pk}@example.vn"]


def test_a_given_up_mail_is_tried_again_on_demand(client):
    alliance = factories.organisation("Liên minh A", kind=Kind.ALLIANCE)
    admin = administrator(alliance)
    letter = services.post(holder(alliance).email, "x", "y")
    Outgoing.objects.update(attempts=services.ATTEMPTS, error="gone")
    client.force_login(admin)
    assert b"gone" in client.get(reverse("notices:outbox")).content
    client.post(reverse("notices:send_again", args=[letter.pk]))
    letter.refresh_from_db()
    assert (letter.attempts, letter.error) == (0, "")


#                          visitor officer admin, admin of another province
ACCESS = {
    "notices:list": ("login", 200, 200, 200),
    "notices:open": ("login", 404, 302, 404),
    "notices:outbox": ("login", 403, 200, 200),
    "notices:read_all": ("login", 302, 302, 302),
    "notices:send_again": ("login", 403, 302, 404),
}


def test_every_address_is_in_the_table():
    assert named_urls("notices/") == ACCESS.keys()


@pytest.mark.parametrize("role", ["visitor", "officer", "admin", "foreign"])
def test_access(client, role):
    alliance = factories.organisation("Liên minh A", kind=Kind.ALLIANCE)
    officer, admin = holder(alliance), administrator(alliance)
    foreign = administrator(factories.organisation("Liên minh B", kind=Kind.ALLIANCE))
    services.tell([admin], text="x", url="/")
    arguments = {
        "notices:open": [Notice.objects.get().pk],
        "notices:send_again": [Outgoing.objects.get().pk],
    }
    user = {"visitor": None, "officer": officer, "admin": admin, "foreign": foreign}[role]
    if user:
        client.force_login(user)
    got = {}
    for name in ACCESS:
        send = client.post if name in ("notices:read_all", "notices:send_again") else client.get
        answer = send(reverse(name, args=arguments.get(name, [])))
        to_login = answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))
        got[name] = "login" if to_login else answer.status_code
    place = ["visitor", "officer", "admin", "foreign"].index(role)
    assert got == {name: answers[place] for name, answers in ACCESS.items()}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("notices:list", 3), ("notices:outbox", 3)])
def test_lists_ask_the_same_of_any_number(client, rows, name, queries, django_assert_num_queries):
    alliance = factories.organisation("Liên minh A", kind=Kind.ALLIANCE)
    admin = administrator(alliance)
    for number in range(rows):
        services.tell([admin], text=f"Tin {number}", url="/")
    client.force_login(admin)
    with django_assert_num_queries(queries_of_the_frame(client) + queries):
        assert len(client.get(reverse(name)).context["page"].rows) == rows
