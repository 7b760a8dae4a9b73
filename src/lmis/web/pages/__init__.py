"""DOOR: pages. The public ones read published editions only; those of a desk are for who signed in."""

from lmis.web.pages.desk import desk, refusal_page
from lmis.web.pages.routes import router

__all__ = ["desk", "refusal_page", "router"]
