"""What every page needs to draw its frame."""

from functools import cached_property

from django.http import HttpRequest
from django.utils import timezone

from emulation.accounts.selectors import posts_of
from emulation.notices.selectors import leads_to, unread_of
from emulation.notices.services import mark_opened
from emulation.portal import navigation


class Frame:
    """Menu, bell and names of one request; nothing is asked of the database before the page draws it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def signed_in(self) -> bool:
        user = getattr(self.request, "user", None)
        return bool(user and user.is_authenticated)

    @cached_property
    def large_print(self) -> bool:
        return self.signed_in and bool(getattr(self.request.user, "large_print", False))

    @cached_property
    def menu(self) -> tuple[navigation.LinkGroup, ...]:
        return navigation.menu(self.request) if self.signed_in else ()

    @cached_property
    def account_menu(self) -> tuple[navigation.Link, ...]:
        return navigation.links(navigation.ACCOUNT_MENU, self.request) if self.signed_in else ()

    @cached_property
    def home(self) -> str:
        return navigation.address("portal:desk") or "/"

    @cached_property
    def search_url(self) -> str:
        return navigation.address("awards:grants") if self.signed_in else ""

    @cached_property
    def notices_url(self) -> str:
        return navigation.address("notices:list")

    @cached_property
    def verify_url(self) -> str:
        return navigation.address("documents:verify")

    @cached_property
    def verify_file_url(self) -> str:
        return navigation.address("documents:verify_file")

    @cached_property
    def login_url(self) -> str:
        return navigation.address("account_login")

    @cached_property
    def reset_url(self) -> str:
        return navigation.address("account_reset_password")

    @cached_property
    def logout_url(self) -> str:
        return navigation.address("account_logout")

    @cached_property
    def unread(self) -> int:
        """How many notices are new; those that speak of the very page being read are read with it."""
        waiting = unread_of(self.request.user)
        opened = [pk for pk, url in waiting if leads_to(url, self.request.path)]
        if opened and self.request.method == "GET":
            mark_opened(opened)
            return len(waiting) - len(opened)
        return len(waiting)

    @cached_property
    def posts(self) -> tuple[str, ...]:
        """The posts held today in words: "Chuyên viên, Liên minh Hợp tác xã tỉnh Tây Ninh"."""
        held = posts_of(self.request.user, timezone.localdate()) if self.signed_in else []
        return tuple(
            f"{post.title or post.get_office_display()}, {post.organisation.short_name or post.organisation.name}"
            for post in held
        )

    @cached_property
    def post(self) -> str:
        return self.posts[0] if self.posts else ""


def page(request: HttpRequest) -> dict[str, object]:
    return {"frame": Frame(request)}
