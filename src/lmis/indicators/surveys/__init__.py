"""From a survey's own columns to harmonised persons, by a mapping file that a statistician writes."""

from lmis.indicators.surveys.harmonise import harmonise
from lmis.indicators.surveys.mapping import SurveyMapping
from lmis.indicators.surveys.read_mapping import parse_mapping, read_mapping
from lmis.indicators.surveys.report import Finding, Level, Report, VariableReport, Why
from lmis.indicators.surveys.tables import read_table, read_tables

__all__ = [
    "Finding",
    "Level",
    "Report",
    "SurveyMapping",
    "VariableReport",
    "Why",
    "harmonise",
    "parse_mapping",
    "read_mapping",
    "read_table",
    "read_tables",
]
