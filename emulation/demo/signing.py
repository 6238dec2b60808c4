"""What the cases of programmes share: signing, events that were held, movements that others launched."""

from collections.abc import Sequence

from emulation.accounts.models import User
from emulation.organisations.models import Kind, Organisation
from programmes.models import Activity, Movement, Programme
from programmes.services import activities, movements, parties, programmes, signings
from programmes.services.activities import ActivityTerms
from programmes.services.movements import MovementTerms
from programmes.services.parties import PartyTerms
from programmes.services.programmes import ProgrammeTerms
from programmes.services.signings import Signing

NATIONAL_MOVEMENT = (
    "Đoàn kết, sáng tạo, nâng cao hiệu quả hoạt động của các HTX, Liên hiệp HTX, Liên minh HTX các cấp, "
    "góp phần xây dựng nông thôn mới"
)
SPELLINGS = (
    "Đoàn kết, sáng tạo, nâng cao hiệu quả hoạt động của các Hợp tác xã, góp phần xây dựng nông thôn mới",
    "Đoàn kết, sáng tạo, nâng cao hiệu quả hoạt động của các Hợp tác xã, Liên hiệp Hợp tác xã góp phần xây dựng "
    "nông thôn mới",
    "Đoàn kết, sáng tạo, nâng cao hiệu quả hoạt động của các Hợp tác xã, Liên hiệp Hợp tác xã, Liên minh Hợp tác xã "
    "các cấp; góp phần xây dựng nông thôn mới",
    "Đoàn kết, sáng tạo, nâng cao hiệu quả hoạt động của các Hợp tác xã, Liên minh Hợp tác xã các cấp, góp phần xây "
    "dựng nông thôn mới",
)
MERGER = "Nghị quyết số 202/2025/QH15 ngày 12 tháng 6 năm 2025"


def alliance_of(province: str, *, ended: bool = False) -> Organisation:
    return Organisation.objects.get(
        kind=Kind.ALLIANCE, name__endswith=f" {province}", ended_on__isnull=not ended
    )


def signed(
    organisation: Organisation,
    terms: ProgrammeTerms,
    sides: Sequence[PartyTerms],
    signing: Signing,
    *,
    by: User,
    predecessor: Programme | None = None,
) -> Programme:
    programme = programmes.enter(organisation, terms, by=by, predecessor=predecessor)
    for order, side in enumerate(sides, start=1):
        parties.add(programme, PartyTerms(**{**side.__dict__, "order": order}), by=by)
    signed = signings.sign(programme, signing, by=by)
    return programmes.move(signed, "begin", by=by)


def held(
    organisation: Organisation, terms: ActivityTerms, *, by: User, programme: Programme | None = None
) -> Activity:
    return activities.move(activities.plan(organisation, terms, by=by, programme=programme), "hold", by=by)


def movement_of(
    body: Organisation,
    terms: MovementTerms,
    of: Sequence[Programme],
    *,
    by: User,
    spellings: Sequence[str] = (),
) -> Movement:
    """A movement launched elsewhere; one of which no report says by whom stays being prepared."""
    entered = movements.enter(body, terms, by=by, programmes=of, aliases=spellings)
    return movements.advance(entered, "launch", by=by) if terms.launched_by else entered
