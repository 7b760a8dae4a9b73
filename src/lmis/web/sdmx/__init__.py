"""DOOR: SDMX. Published figures for the programs of statistical offices, open to everybody."""

from lmis.web.sdmx.service import install

__all__ = ["install"]
