"""What the arithmetic found, in sentences for the reader."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emulation.indicators.formulas import Amount, Total
from emulation.indicators.selectors import CountedOnce, Fault
from emulation.vietnamese import format_number, trimmed


def fault_sentence(fault: Fault) -> str:
    """One contradiction with its numbers and the names of what it concerns."""
    numbers = {"found": format_number(trimmed(fault.found)), "whole": format_number(trimmed(fault.whole))}
    whole, parts = fault.names[0], ", ".join(fault.names[1:])
    wordings = {
        "part": _("%(parts)s: %(found)s, more than %(name)s: %(whole)s."),
        "more": _("%(parts)s together: %(found)s, more than %(name)s: %(whole)s."),
        "differs": _("%(parts)s add up to %(found)s, but %(name)s: %(whole)s."),
        "over_one": _("%(name)s: the numerator %(found)s is greater than the denominator %(whole)s."),
        "overlap": _("%(parts)s: %(found)s, more than %(name)s: %(whole)s."),
    }
    return wordings[fault.kind] % {**numbers, "name": whole, "parts": parts}


def once_sentence(once: CountedOnce) -> str:
    """ "120 (Thành viên) + 30 (Người lao động) − 20 (vừa là …) = 130 người"; what is missing is named instead."""
    if once.missing:
        return _("not reported, because these are missing: %(names)s") % {
            "names": ", ".join(one.name for one in once.missing)
        }
    members, labourers, both = (f"{_amount(amount)} ({one.name})" for one, amount in once.parts)
    numbers = {"members": members, "labourers": labourers, "both": both}
    if once.value is None:
        return _("cannot be: %(both)s is more than %(members)s or %(labourers)s") % numbers
    words = _("%(members)s + %(labourers)s − %(both)s, who are taken off once = %(number)s people")
    told = words % {**numbers, "number": format_number(trimmed(once.value))}
    if not once.hedges:
        return told
    return _("%(number)s, approximate (contains: %(words)s)") % {
        "number": told,
        "words": ", ".join(once.hedges),
    }


def _amount(amount: Amount | None) -> str:
    return "" if amount is None else f"{amount.qualifier} {format_number(trimmed(amount.value))}".strip()


def total_sentence(total: Total) -> str:
    """A sum with what it is made of: "1.234, chỉ là ước tính (gần, khoảng); 3 đơn vị chưa báo cáo"."""
    if total.value is None:
        return _("not reported")
    parts = [format_number(trimmed(total.value))]
    if total.qualifiers:
        parts[0] = _("%(number)s, approximate (contains: %(words)s)") % {
            "number": parts[0],
            "words": ", ".join(total.qualifiers),
        }
    if total.missing:
        missing = ngettext(
            "%(number)s unit has not reported", "%(number)s units have not reported", total.missing
        )
        parts.append(missing % {"number": total.missing})
    return "; ".join(parts)
