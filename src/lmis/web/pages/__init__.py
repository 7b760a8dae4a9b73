"""DOOR: pages. The public ones read published editions only; those of a desk are for who signed in, those of an employer
for who has a link."""

from lmis.web.pages.desk import desk, refusal_page
from lmis.web.pages.employer import employers
from lmis.web.pages.routes import router

__all__ = ["desk", "employers", "refusal_page", "router"]
