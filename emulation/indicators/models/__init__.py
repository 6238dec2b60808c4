from emulation.indicators.models.catalogue import (
    Comparator,
    Indicator,
    IndicatorVersion,
    Nature,
    Population,
)
from emulation.indicators.models.figure import Figure, FigureImport, FigureState, Period

__all__ = [
    "Comparator",
    "Figure",
    "FigureImport",
    "FigureState",
    "Indicator",
    "IndicatorVersion",
    "Nature",
    "Period",
    "Population",
]
