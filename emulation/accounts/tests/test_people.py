"""Pages of administrators: who is listed, invited, closed; nothing of other organisations."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from emulation.accounts import services
from emulation.accounts.forms import ProfileForm
from emulation.accounts.models import User
from emulation.accounts.tests.factories import administrator, holder, queries_of_the_frame
from emulation.organisations.models import Kind
from emulation.organisations.offices import Office
from emulation.organisations.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def alliance():
    return factories.organisation("Liên minh hợp tác xã tỉnh A", kind=Kind.ALLIANCE)


@pytest.fixture
def admin(alliance, client):
    user = administrator(alliance, name="Trần Thị Quản")
    client.force_login(user)
    return user


def named(page):
    return [person.full_name for person in page.context["page"].rows]


def test_the_list_holds_ones_own_people_in_name_order_with_their_state(admin, alliance, client):
    below = factories.organisation(parent=alliance)
    holder(below, name="Nguyễn Văn Bình")
    invited = factories.person("Lê Thị An")
    factories.post(invited, below)
    services.invite(invited, "an@example.vn", by=admin)
    holder(factories.organisation("Liên minh B", kind=Kind.ALLIANCE), name="Người Xa Lạ")
    page = client.get(reverse("accounts:list"))
    assert named(page) == ["Lê Thị An", "Nguyễn Văn Bình", "Trần Thị Quản"]
    assert "Xa Lạ" not in page.content.decode()
    assert named(client.get(reverse("accounts:list"), {"state": "invited"})) == ["Lê Thị An"]
    assert named(client.get(reverse("accounts:list"), {"term": "binh"})) == ["Nguyễn Văn Bình"]
    assert named(client.get(reverse("accounts:list"), {"state": "closed"})) == []


def test_an_expired_invitation_is_no_invitation(admin, alliance, client):
    person = factories.person("Lê Thị An")
    factories.post(person, alliance)
    invitation = services.invite(person, "an@example.vn", by=admin)
    invitation.expires_at = timezone.now() - timedelta(seconds=1)
    invitation.save()
    assert named(client.get(reverse("accounts:list"), {"state": "none"})) == ["Lê Thị An"]


def test_inviting_from_the_page(admin, alliance, client):
    person = factories.person("Lê Thị An")
    factories.post(person, alliance)
    page = reverse("accounts:invite", args=[person.pk])
    taken = client.post(page, {"email": admin.email})
    assert taken.status_code == 200
    assert taken.context["form"].errors["email"] == ["Đã có tài khoản dùng địa chỉ này."]
    assert client.post(page, {"email": "an@example.vn"})["Location"] == reverse(
        "accounts:person", args=[person.pk]
    )
    assert mail.outbox[0].to == ["an@example.vn"]
    detail = client.get(reverse("accounts:person", args=[person.pk])).content.decode()
    assert "an@example.vn" in detail
    client.post(reverse("accounts:withdraw", args=[person.pk]))
    assert services.Invitation.objects.get().withdrawn_at


def test_closing_needs_a_reason_and_reopening_brings_back(admin, alliance, client):
    user = holder(alliance)
    page = reverse("accounts:close", args=[user.person_id])
    assert client.post(page, {"reason": " "}).status_code == 200
    assert User.objects.get(pk=user.pk).is_active
    client.post(page, {"reason": "Nghỉ hưu"})
    assert not User.objects.get(pk=user.pk).is_active
    assert client.post(page, {"reason": "Lần nữa"}).status_code == 403
    client.post(reverse("accounts:reopen", args=[user.person_id]), {"reason": "Làm lại"})
    assert User.objects.get(pk=user.pk).is_active
    timeline = client.get(reverse("accounts:person", args=[user.person_id])).content.decode()
    assert "Nghỉ hưu" in timeline


@pytest.mark.parametrize(
    "name", ["person", "invite", "withdraw", "close", "reopen", "reset_second_factor", "renew_password"]
)
def test_unknown_and_foreign_people_look_the_same(admin, client, name):
    foreign = holder(factories.organisation("Liên minh B", kind=Kind.ALLIANCE))
    answers = [
        client.post(reverse(f"accounts:{name}", args=[pk]))
        if name != "person"
        else client.get(reverse(f"accounts:{name}", args=[pk]))
        for pk in (foreign.person_id, 10**9)
    ]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_the_profile_says_rights_in_words(client, alliance):
    user = holder(alliance, Office.ADMINISTRATOR)
    client.force_login(user)
    page = client.get(reverse("accounts:profile")).content.decode()
    assert "Liên minh hợp tác xã tỉnh A" in page
    assert "Mời một người mở tài khoản" in page
    answer = client.post(reverse("accounts:profile"), {"language": "en", "large_print": "on"})
    assert answer.cookies["django_language"].value == "en"
    user.refresh_from_db()
    assert user.large_print
    assert b"large-print" in client.get(reverse("accounts:profile")).content


def test_choices_of_the_profile_do_not_bring_a_closed_account_back(alliance):
    user = holder(alliance)
    form = ProfileForm({"language": "en"}, instance=User.objects.get(pk=user.pk))
    assert form.is_valid()
    User.objects.filter(pk=user.pk).update(is_active=False)
    form.save()
    user.refresh_from_db()
    assert (user.is_active, user.language) == (False, "en")


def test_djangos_admin_changes_neither_the_address_nor_the_person_nor_the_state(alliance, client):
    user = holder(alliance)
    client.force_login(User.objects.create_superuser("goc@example.vn", "mật khẩu đủ dài"))
    page = reverse("admin:accounts_user_change", args=[user.pk])
    asked = {"email": "khac@example.vn", "person": "", "is_active": "", "is_staff": "on", "language": "en"}
    assert client.post(page, asked).status_code == 302
    after = User.objects.get(pk=user.pk)
    assert (after.email, after.person_id, after.is_active) == (user.email, user.person_id, True)
    assert (after.is_staff, after.language) == (True, "en")
    assert not after.get_all_permissions()
    assert client.get(reverse("admin:accounts_user_add")).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_of_any_number(admin, alliance, client, rows, django_assert_num_queries):
    for _row in range(rows - 1):
        holder(factories.organisation(parent=alliance))
    with django_assert_num_queries(queries_of_the_frame(client) + 4):
        page = client.get(reverse("accounts:list"))
    assert len(page.context["page"].rows) == rows


@pytest.mark.parametrize("posts", [1, 3])
def test_a_persons_page_asks_the_same_of_any_number_of_posts(
    admin, alliance, client, posts, django_assert_num_queries
):
    user = holder(alliance)
    for _post in range(posts - 1):
        factories.post(user.person, alliance, list(Office)[_post + 1])
    address = reverse("accounts:person", args=[user.person_id])
    with django_assert_num_queries(queries_of_the_frame(client) + 6):
        assert len(client.get(address).context["posts"]) == posts
