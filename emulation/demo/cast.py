"""Who is in the demo: the bodies of Tây Ninh before and after 1 July 2025, their people and their posts."""

from dataclasses import dataclass, field
from datetime import date

from emulation.accounts import services as accounts
from emulation.accounts.models import User
from emulation.demo.accounts import ACCOUNTS
from emulation.organisations.models import Kind, Organisation, Person, Post
from emulation.organisations.offices import Office
from emulation.organisations.services import add_person, appoint, end_post, register

PROVINCE = "Tây Ninh"
MERGED_ON = date(2025, 7, 1)
LAST_DAY = date(2025, 6, 30)
CHAIR = "Chủ tịch Hội đồng"
SINCE = date(2016, 1, 1)

UNITS = (
    (Kind.COOPERATIVE, "HTX Nông nghiệp Mỹ Đức"),
    (Kind.CREDIT_FUND, "Quỹ tín dụng nhân dân Gò Dầu"),
    (Kind.COOPERATIVE, "HTX Dịch vụ nông nghiệp Long Vĩnh"),
    (Kind.COOPERATIVE, "HTX Rau an toàn Gò Dầu"),
    (Kind.COOPERATIVE, "HTX Rau an toàn Hòn Đất"),
    (Kind.CREDIT_FUND, "Quỹ tín dụng nhân dân Tân Biên"),
    (Kind.CREDIT_FUND, "Quỹ tín dụng nhân dân Suối Dây"),
    (Kind.COOPERATIVE, "HTX Nông nghiệp Vĩnh Thuận"),
    (Kind.COOPERATIVE, "HTX Rau an toàn Suối Dây"),
    (Kind.COOPERATIVE, "HTX Nông nghiệp Tân Biên"),
    (Kind.COOPERATIVE, "HTX Nuôi trồng thủy sản Thạnh Đức"),
    (Kind.COOPERATIVE, "HTX Nông nghiệp Bến Cầu"),
    (Kind.COOPERATIVE, "HTX Rau an toàn Tân Biên"),
    (Kind.COOPERATIVE, "HTX Vận tải Trảng Bàng"),
    (Kind.COOPERATIVE, "HTX Vận tải Châu Thành"),
    (Kind.COOPERATIVE, "HTX Nông nghiệp Hòn Đất"),
    (Kind.COOPERATIVE, "HTX Nông nghiệp Suối Dây"),
    (Kind.COOPERATIVE, "HTX Nuôi trồng thủy sản Suối Dây"),
    (Kind.COOPERATIVE, "HTX Dịch vụ nông nghiệp Tân Hiệp"),
)


@dataclass
class Cast:
    """Bodies and people by the part they play; `then` is before the merger, `now` after it."""

    alliance_then: Organisation
    alliance_now: Organisation
    committee_then: Organisation
    committee_now: Organisation
    board_office_then: Organisation
    other_alliance: Organisation
    units: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    members: list[tuple[Person, str]] = field(default_factory=list)
    posts_then: list[Post] = field(default_factory=list)


def bodies() -> Cast:
    """The bodies of the story, found among the provinces or registered, and the units of the sample list."""
    alliance_then = _body(Kind.ALLIANCE, PROVINCE, before=True)
    committee_then = _body(Kind.PEOPLES_COMMITTEE, PROVINCE, before=True)
    cast = Cast(
        alliance_then=alliance_then,
        alliance_now=_body(Kind.ALLIANCE, PROVINCE),
        committee_then=committee_then,
        committee_now=_body(Kind.PEOPLES_COMMITTEE, PROVINCE),
        board_office_then=register(
            Kind.EMULATION_BOARD,
            name="Ban Thi đua - Khen thưởng tỉnh Tây Ninh",
            valid_from=SINCE,
            province=committee_then,
            place=PROVINCE,
            by=None,
        ),
        other_alliance=_body(Kind.ALLIANCE, "Quảng Ninh"),
    )
    for kind, name in UNITS:
        cast.units[name] = register(kind, name=name, valid_from=SINCE, parent=cast.alliance_now, by=None)
    return cast


def _body(kind: Kind, province: str, *, before: bool = False) -> Organisation:
    return Organisation.objects.get(kind=kind, name__endswith=f" {province}", ended_on__isnull=not before)


def appoint_all(cast: Cast) -> None:
    """Give everybody their posts of 2022 and of today, and open the accounts of the demo."""
    for account in ACCOUNTS:
        born = 1965 + sum(map(ord, account.key)) % 30
        cast.people[account.key] = add_person(account.name, by=None, birth_year=born)
    then, now = cast.alliance_then, cast.alliance_now
    _hold(cast, "officer", (then, now), Office.OFFICER, "Phó Trưởng phòng Tuyên truyền, Thi đua")
    _hold(cast, "appraiser", (then, now), Office.APPRAISER, "Chuyên viên")
    _hold(cast, "secretary", (then, now), Office.COUNCIL_SECRETARY, "Thư ký Hội đồng")
    _hold(cast, "decider", (cast.committee_then, cast.committee_now), Office.CLERK, "Trưởng phòng Hành chính")
    _hold(cast, "head", (None, now), Office.HEAD, "Chủ tịch")
    _hold(cast, "administrator", (None, now), Office.ADMINISTRATOR, "Quản trị viên")
    _hold(cast, "unit", (None, cast.units["HTX Nông nghiệp Mỹ Đức"]), Office.OFFICER, "Kế toán, kiêm thi đua")
    _hold(cast, "member2", (None, cast.units["HTX Rau an toàn Gò Dầu"]), Office.HEAD, "Giám đốc")
    _hold(cast, "fund", (None, cast.units["Quỹ tín dụng nhân dân Gò Dầu"]), Office.OFFICER, "Kế toán trưởng")
    _hold(cast, "stranger", (None, cast.other_alliance), Office.OFFICER, "Chuyên viên")
    for key, before, after in (
        ("angiang", "Kiên Giang", "An Giang"),
        ("hochiminh", "Hồ Chí Minh", "Hồ Chí Minh"),
    ):
        places = _body(Kind.ALLIANCE, before, before=True), _body(Kind.ALLIANCE, after)
        _hold(cast, key, places, Office.OFFICER, "Chuyên viên")
    centre = Organisation.objects.get(kind=Kind.CENTRAL_ALLIANCE, ended_on=None)
    _hold(cast, "centre", (None, centre), Office.OFFICER, "Chuyên viên Ban Thi đua")
    for key, name, office, title in (
        ("leader", "An Giang", Office.HEAD, "Chủ tịch"),
        ("camau", "Cà Mau", Office.HEAD, "Chủ tịch"),
        ("cantho", "Cần Thơ", Office.OFFICER, "Chuyên viên"),
    ):
        body = _body(Kind.ALLIANCE, name)
        appoint(cast.people[key], body, office, title=title, valid_from=MERGED_ON, by=None)
    quangninh = _body(Kind.PEOPLES_COMMITTEE, "Quảng Ninh")
    _hold(cast, "quangninh", (None, quangninh), Office.OFFICER, "Chuyên viên Phòng Thi đua - Khen thưởng")
    _leaders(cast)
    _members(cast)
    for account in ACCOUNTS:
        invitation = accounts.invite(cast.people[account.key], account.email, by=None)
        cast.users[account.key] = accounts.accept(accounts.token_of(invitation), account.password)
    _invited(cast)


def _invited(cast: Cast) -> None:
    """A new colleague whose invitation waits in the outbox: there is no mail server to send it."""
    colleague = add_person("Vương Thị Hồng Gấm", by=None, birth_year=1996)
    appoint(colleague, cast.alliance_now, Office.OFFICER, title="Chuyên viên", valid_from=MERGED_ON, by=None)
    accounts.invite(colleague, "honggam@demo.vn", by=cast.users["administrator"])


def _hold(
    cast: Cast,
    key: str,
    places: tuple[Organisation | None, Organisation],
    office: str,
    title: str,
) -> None:
    then, now = places
    person = cast.people[key]
    if then is not None:
        cast.posts_then.append(appoint(person, then, office, title=title, valid_from=SINCE, by=None))
    since = MERGED_ON if then is not None or now in (cast.alliance_now, cast.committee_now) else SINCE
    appoint(person, now, office, title=title, valid_from=since, by=None)


def _leaders(cast: Cast) -> None:
    """The co-chairs of the conference of 21 October 2022, and who signs for the People's Committee."""
    chairs = (
        ("La Hữu Nghị", cast.alliance_then, "Chủ tịch"),
        ("Trần Thị Mỹ An", cast.board_office_then, "Trưởng Ban"),
        ("Nguyễn Hoàng Long", cast.committee_then, "Chủ tịch"),
    )
    for name, body, title in chairs:
        cast.people[name] = add_person(name, by=None)
        cast.posts_then.append(
            appoint(cast.people[name], body, Office.HEAD, title=title, valid_from=SINCE, by=None)
        )
    signer = add_person("Phạm Quốc Khánh", by=None)
    cast.people["signer_now"] = signer
    appoint(signer, cast.committee_now, Office.HEAD, title="Chủ tịch", valid_from=MERGED_ON, by=None)


def _members(cast: Cast) -> None:
    """The board: two members with an account, three without."""
    cast.members = [
        (cast.people["member"], "Phó Chủ tịch Hội đồng"),
        (cast.people["member2"], "Ủy viên"),
        (cast.people["secretary"], "Ủy viên, thư ký"),
    ]
    for name, title in (("Đoàn Thị Ánh", CHAIR), ("Ngô Văn Ưng", "Ủy viên")):
        cast.members.append((add_person(name, by=None), title))


def end_posts_of_then(cast: Cast) -> None:
    """The merger ends the posts in the bodies that are no more."""
    for post in cast.posts_then:
        end_post(post, on=LAST_DAY, by=None, reason="Nghị quyết 202/2025/QH15")
