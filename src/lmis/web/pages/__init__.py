"""DOOR: pages. Public ones read published editions only; a desk's are for who signed in, an employer's for a link."""

from lmis.web.pages.desk import desk, refusal_page
from lmis.web.pages.employer import employers
from lmis.web.pages.routes import router

__all__ = ["desk", "employers", "refusal_page", "router"]
