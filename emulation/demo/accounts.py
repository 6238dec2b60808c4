"""The accounts of the demo: who they are, what each can do, and how to log in. Their names are invented."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PASSWORD = "thu-nghiem-2026"  # noqa: S105 -- the demo's password is shown on its start page


@dataclass(frozen=True)
class DemoAccount:
    """One login of the demo, as the start page shows it."""

    key: str
    name: str
    post: str | Promise
    can: str | Promise
    email: str
    password: str = PASSWORD


ACCOUNTS = (
    DemoAccount(
        "officer",
        "Lê Thị Ngọc Diệp",
        _("Emulation officer of the Alliance of Tây Ninh"),
        _("opens campaigns, imports the lists of the units, receives or returns nominations"),
        "canbo@demo.vn",
    ),
    DemoAccount(
        "appraiser",
        "Phan Văn Thẩm",
        _("Appraiser of the standing agency"),
        _("appraises the nominations received"),
        "thamdinh@demo.vn",
    ),
    DemoAccount(
        "secretary",
        "Võ Thị Thu Ký",
        _("Secretary of the council"),
        _("puts nominations before the board, closes the vote, drafts decisions"),
        "thuky@demo.vn",
    ),
    DemoAccount(
        "member",
        "Huỳnh Công Tâm",
        _("Reviewer: member of the emulation board"),
        _("reads each dossier beside its checks and gives a verdict"),
        "uyvien@demo.vn",
    ),
    DemoAccount(
        "member2",
        "Trương Thị Mai",
        _("Reviewer: member of the board, director of a nominated cooperative"),
        _("gives verdicts on all but the dossiers of her own cooperative, of which she sees no trace"),
        "uyvien2@demo.vn",
    ),
    DemoAccount(
        "decider",
        "Đặng Minh Quyết",
        _("Clerk of the People's Committee, the deciding body"),
        _("numbers and issues the decision that waits"),
        "ubnd@demo.vn",
    ),
    DemoAccount(
        "head",
        "Nguyễn Thị Minh Thu",
        _("Chair of the Alliance, leader of the emulation cluster"),
        _("follows campaigns and the register; issues the decisions of the Alliance itself"),
        "lanhdao@demo.vn",
    ),
    DemoAccount(
        "unit",
        "Hồ Văn Lúa",
        _("Emulation officer of a cooperative"),
        _("drafts and submits the nominations of the own unit, corrects what came back"),
        "donvi@demo.vn",
    ),
    DemoAccount(
        "fund",
        "Mạc Thị Bạc Liêu",
        _("Emulation officer of a credit fund"),
        _("has not sent the registration of the fund yet, and is the one whom the Alliance can remind"),
        "quytindung@demo.vn",
    ),
    DemoAccount(
        "administrator",
        "Lâm Quản Trị",
        _("Administrator of the Alliance"),
        _("invites people, closes accounts, reads the journal; sees no verdicts"),
        "quantri@demo.vn",
    ),
    DemoAccount(
        "stranger",
        "Cao Thị Bạc",
        _("Emulation officer of another province"),
        _("sees nothing of Tây Ninh: try an address of theirs"),
        "tinhkhac@demo.vn",
    ),
    DemoAccount(
        "angiang",
        "Danh Thị Bích Hạnh",
        _("Emulation officer of the Alliance of An Giang, which continues Kiên Giang"),
        _("keeps the programme that Kiên Giang signed in 2017, and closes it"),
        "angiang@demo.vn",
    ),
    DemoAccount(
        "centre",
        "Đinh Thị Trung",
        _("Emulation officer of the Vietnam Cooperative Alliance, which organises clusters"),
        _("runs the cluster Tây Nam sông Hậu, and answers a member that declined to sign"),
        "trunguong@demo.vn",
    ),
    DemoAccount(
        "leader",
        "Huỳnh Văn Cụm",
        _("Chair of the Alliance of An Giang, leader of the cluster Tây Nam sông Hậu"),
        _("signs this year's pledge for An Giang"),
        "cumtruong@demo.vn",
    ),
    DemoAccount(
        "camau",
        "Tô Thị Mũi",
        _("Chair of the Alliance of Cà Mau"),
        _("declined one target of the pledge, and may still sign it"),
        "camau@demo.vn",
    ),
    DemoAccount(
        "cantho",
        "Trần Thị Ninh Kiều",
        _("Emulation officer of the Alliance of Cần Thơ"),
        _("keeps the score card of Cần Thơ, and enters the pledge its chair signs on paper"),
        "cantho@demo.vn",
    ),
    DemoAccount(
        "quangninh",
        "Phạm Thị Yên Tử",
        _("Officer for emulation of the People's Committee of Quảng Ninh"),
        _("runs the block of associations to which the Alliance of Quảng Ninh belongs"),
        "quangninh@demo.vn",
    ),
    DemoAccount(
        "hochiminh",
        "Lý Gia Hân",
        _("Emulation officer of the Alliance of Hồ Chí Minh City"),
        _("keeps a programme whose movements ended before it did"),
        "hochiminh@demo.vn",
    ),
)


def told() -> str:
    """The accounts as lines of text, for the terminal."""
    return "\n".join(f"  {account.email:20} {account.password:18} {account.name}" for account in ACCOUNTS)
