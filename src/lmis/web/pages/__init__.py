"""DOOR: the public pages. They read published editions and nothing else: no person is read here."""

from lmis.web.pages.routes import router

__all__ = ["router"]
