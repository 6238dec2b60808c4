"""What was measured, as lines of one table."""

import os
from dataclasses import asdict, dataclass, field
from typing import Any

WIDTH = 64


@dataclass(frozen=True)
class Row:
    """One thing measured: its values by name, each with its unit in the name."""

    part: str
    what: str
    values: dict[str, float | str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def growth(part: str, what: str, small: dict[str, float], large: dict[str, float]) -> Row:
    """One act at both sizes side by side; how it grows is told by the processor, which no neighbour disturbs."""
    values: dict[str, float | str] = {
        "p50 ms": f"{small['p50']:.1f} → {large['p50']:.1f}",
        "cpu ms": f"{small['cpu']:.1f} → {large['cpu']:.1f}",
        "growth cpu": f"×{large['cpu'] / small['cpu']:.2f}",
        "queries": f"{small['queries']:.0f} → {large['queries']:.0f}",
    }
    return Row(part, what, values)


def machine() -> dict[str, int]:
    """The machine by cores and memory."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {"cores": os.cpu_count() or 0, "memory_gib": round(memory)}


def printed(rows: list[Row]) -> str:
    """The rows below one another, a heading for each part."""
    host = machine()
    lines = [f"{host['cores']} cores, {host['memory_gib']} GiB"]
    part = ""
    for row in rows:
        if row.part != part:
            part = row.part
            lines += ["", part, "-" * len(part)]
        values = "   ".join(f"{name} {_number(value)}" for name, value in row.values.items())
        lines.append(f"{row.what:<{WIDTH}} {values}")
    return "\n".join(lines)


def _number(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.1f}"
