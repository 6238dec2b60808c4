"""What the arithmetic found, in sentences for the reader."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emulation.indicators.formulas import Total, trimmed
from emulation.indicators.selectors import Fault
from emulation.vietnamese import format_number


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
