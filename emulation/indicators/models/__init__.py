from emulation.indicators.models.catalogue import (
    Comparator,
    Confidence,
    Indicator,
    IndicatorVersion,
    Nature,
    Population,
)
from emulation.indicators.models.figure import Figure, FigureImport, FigureState, Period, Qualifier

__all__ = [
    "Comparator",
    "Confidence",
    "Figure",
    "FigureImport",
    "FigureState",
    "Indicator",
    "IndicatorVersion",
    "Nature",
    "Period",
    "Population",
    "Qualifier",
]
