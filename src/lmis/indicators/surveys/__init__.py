"""From a survey's own columns to harmonised persons, by a mapping file that a statistician writes."""

from lmis.indicators.surveys.harmonise import Report, VariableReport, harmonise
from lmis.indicators.surveys.mapping import SurveyMapping
from lmis.indicators.surveys.read_mapping import parse_mapping, read_mapping
from lmis.indicators.surveys.tables import read_table

__all__ = [
    "Report",
    "SurveyMapping",
    "VariableReport",
    "harmonise",
    "parse_mapping",
    "read_mapping",
    "read_table",
]
