"""What the people of one branch do all day, as locust plays them: look at lists, open what is there, type an order.

Run by `test_load.py`; the address, the sessions and the items come from the environment.
"""

import os
import re
from itertools import cycle
from uuid import uuid4

from locust import HttpUser, between, task

from tests.kit.web_client import Forms

PAGES = (
    "/", "/crm/orders", "/crm/customers", "/inventory/stock", "/inventory/fulfilment-board", "/inventory/shipments",
    "/inventory/waves", "/finance/invoices", "/finance/receivables", "/finance/reports/trial-balance", "/scan",
)  # fmt: skip
_LINK = re.compile(
    r'<td[^>]*><a href="(/(?:crm/orders|crm/customers|inventory/shipments|finance/invoices)/[0-9a-f-]{36})"'
)
SESSIONS = cycle(os.environ["ERP_LOAD_SESSIONS"].split())


class BranchPerson(HttpUser):
    """Somebody with a browser who thinks a moment between two pages."""

    wait_time = between(0.2, 0.8)

    def on_start(self) -> None:
        self.client.cookies.set("erp_session", next(SESSIONS))
        with self.client.get("/account", name="/account", allow_redirects=False, catch_response=True) as answer:
            if answer.status_code != 200:
                answer.failure("the session is not known")

    @task(10)
    def look_around(self) -> None:
        for path in PAGES:
            shown = self.client.get(path, name=path)
            for link in _LINK.findall(shown.text)[:2]:
                self.client.get(link, name=link.rpartition("/")[0] + "/<id>")

    @task(10)
    def order(self) -> None:
        """An order of one line, submitted at once."""
        page = self.client.get(f"/crm/orders/new?customer={os.environ['ERP_LOAD_CUSTOMER']}", name="/crm/orders/new")
        form = next((held for action, held in Forms(page.text).forms if action == "/crm/orders"), {})
        form |= {
            "request_key": uuid4().hex, "customer": os.environ["ERP_LOAD_CUSTOMER"], "decision": "submit",
            "lines-0-item": os.environ["ERP_LOAD_ITEM"], "lines-0-qty": "1",
        }  # fmt: skip
        with self.client.post(
            "/crm/orders", data=form, name="POST /crm/orders", allow_redirects=False, catch_response=True
        ) as answer:
            if answer.status_code != 303:
                told = re.search(r'class="message[^>]*>(.*?)</div>', answer.text, re.DOTALL)
                answer.failure(f"{answer.status_code}: {told.group(1)[:300] if told else answer.text[:300]}")
