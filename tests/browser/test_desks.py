"""The desks by keyboard in a real browser: cash is matched, returned goods are decided on, a month is closed."""

from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

from playwright.sync_api import Page, expect
from sqlalchemy import text

from erp.crm.returns.entry import RmaLineEntry
from erp.finance.close_tasks.set_close_task import TaskEntry, set_close_task
from erp.finance.receivables.record_cash_receipt import record_cash_receipt
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.clock import FixedClock
from erp.terms.api import TermLine, define_payment_term
from tests.browser.conftest import Desk
from tests.builders.crm import a_customer
from tests.builders.finance import a_trade, came_back, invoice_of, shipment_line_ids, shipped
from tests.builders.story import tell_story

TODAY = date(2026, 3, 16)
WIDTHS = (1440, 1024, 768, 360)
A_PICTURE = b64decode(  # one dark point
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def _fits(page: Page) -> None:
    """Nothing is wider than the window, at any of the four widths."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)
    page.set_viewport_size({"width": 1440, "height": 900})


def _listens(page: Page) -> None:
    """The page hears the keys of its desk."""
    expect(page.locator("html[data-keys]")).to_have_count(1)


def test_cash_is_matched_by_keys_one_receipt_after_the_other(
    services: Services, system: Actor, desk: Callable[..., Desk], accessible: Callable[[Page], None],
    proof: Callable[[Services], None],
) -> None:
    with services.units.begin(system) as work:
        trade = a_trade(work, name="Northern Supply")
        early = define_payment_term(
            work, code="2-10", name="2 % 10 days, net 30",
            lines=[TermLine("remainder", add_days=30, discount_percent=Decimal(2), discount_days=10)],
        )
        daughter = a_customer(work, trade.shop.company, parent_id=trade.customer_id, name="Northern Supply, Dock 4")
        bolts = trade.item(work, "10.00")
        invoices = [
            invoice_of(work, shipped(work, trade, [(bolts, qty)], on=date(2026, 3, 10), **more)).number
            for qty, more in ((5, {"payment_term_id": early.id}), (10, {"customer_id": daughter}), (1, {}))
        ]

        def receipt(amount: str, reference: str) -> str:
            return record_cash_receipt(
                work, company_id=trade.company_id, branch_id=trade.branch_id, customer_id=trade.customer_id,
                amount=Decimal(amount), received_on=TODAY, reference=reference,
            ).number

        first, second = receipt("53.90", "thank you"), receipt("118.50", f"for {invoices[1]}")
    page = desk("accountant").open("/finance/cash-desk")
    expect(page.get_by_text("2 wait")).to_be_visible()
    expect(page.get_by_text("Northern Supply, Dock 4")).to_be_visible()  # the whole account tree

    _listens(page)
    page.keyboard.press("s")  # exactly the amount, less the discount still allowed
    expect(page.get_by_text("exactly this amount")).to_be_visible()
    expect(page.get_by_label(f"Amount for {invoices[0]}")).to_have_value("53.9")
    posting = page.locator("[data-look-at]")
    expect(posting.get_by_role("row").filter(has_text="4400")).to_contain_text("1.10")
    accessible(page)
    _fits(page)
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"{first} is applied in full.")).to_be_visible()

    expect(page.locator("[data-queue][aria-current]")).to_contain_text(second)  # the next one comes up
    _listens(page)
    page.get_by_label(f"Amount for {invoices[1]}").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("8.50")  # a part amount
    expect(page.locator('[data-sum="left"]')).to_have_text("0.00")
    page.keyboard.press("w")  # the rest of it, within the limit
    expect(page.get_by_label(f"Written off of {invoices[2]}")).to_have_value("2.50")
    expect(posting.get_by_role("row").filter(has_text="6700")).to_contain_text("2.50")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog").get_by_text("Suggest what the money is for")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_label(f"Amount for {invoices[2]}").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"{second} is applied in full.")).to_be_visible()
    expect(page.get_by_text("Nothing waits. Every receipt is applied.")).to_be_visible()
    accessible(page)

    row = page.get_by_role("row").filter(has_text=invoices[2]).last
    row.get_by_text("Undo").first.click()
    row.get_by_label("Why undo").fill("another invoice was meant")
    row.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("The application was undone")).to_be_visible()
    expect(page.locator("[data-queue][aria-current]")).to_contain_text("8.50")
    proof(services)


def test_two_accountants_at_one_receipt(
    services: Services, system: Actor, desk: Callable[..., Desk], accessible: Callable[[Page], None],
    proof: Callable[[Services], None],
) -> None:
    with services.units.begin(system) as work:
        trade = a_trade(work, name="Northern Supply")
        bolts = trade.item(work, "10.00")
        ours, theirs = (invoice_of(work, shipped(work, trade, [(bolts, qty)])).number for qty in (5, 2))
        record_cash_receipt(
            work, company_id=trade.company_id, branch_id=trade.branch_id, customer_id=trade.customer_id,
            amount=Decimal("55.00"), received_on=TODAY,
        )
    seat = desk("accountant")
    page = seat.open("/finance/cash-desk")
    _listens(page)
    page.get_by_label(f"Amount for {ours}").fill("55")
    expect(page.locator('[data-sum="left"]')).to_have_text("0.00")
    other = page.context.new_page()
    other.goto(page.url)
    _listens(other)
    other.get_by_label(f"Amount for {theirs}").fill("22")
    other.get_by_label(f"Amount for {theirs}").press("Enter")
    expect(other.get_by_text("33.00 USD of it are left")).to_be_visible()

    page.get_by_label(f"Amount for {ours}").press("Enter")
    expect(page.get_by_text("has 33.00 USD left, not 55.00").first).to_be_visible()
    _listens(page)
    expect(page.get_by_label(f"Amount for {ours}")).to_have_value("55")  # nothing typed is lost
    expect(page.get_by_text("More is chosen than was received")).to_be_visible()
    accessible(page)
    page.get_by_label(f"Amount for {ours}").fill("33")
    page.get_by_label(f"Amount for {ours}").press("Enter")
    expect(page.get_by_text("is applied in full.")).to_be_visible()
    proof(services)


def test_returned_goods_are_decided_by_keys_and_what_it_posts_is_shown_first(
    services: Services, system: Actor, desk: Callable[..., Desk], accessible: Callable[[Page], None],
    proof: Callable[[Services], None],
) -> None:
    with services.units.begin(system) as work:
        trade = a_trade(work, name="Northern Supply")
        for qty in (5, 1):
            item = trade.item(work, "10.00", unit_cost="6.00")
            (line_id,) = shipment_line_ids(work, shipped(work, trade, [(item, 10)]))
            came_back(work, trade, [RmaLineEntry(Decimal(qty), "ordered_wrong", line_id, note="too long")], fee="10")
        rma = work.session.scalar(text("SELECT number FROM crm.rma ORDER BY id LIMIT 1"))
    page = desk("administrator").open("/overview/inspection-desk")
    expect(page.get_by_text("2 lines wait")).to_be_visible()
    expect(page.get_by_text("too long")).to_be_visible()

    _listens(page)
    page.keyboard.press("3")
    expect(page.get_by_label("Damaged")).to_be_checked()
    page.get_by_label("Take or choose a picture").set_input_files(
        {"name": "bent.png", "mimeType": "image/png", "buffer": A_PICTURE}
    )
    expect(page.get_by_text("Kept.")).to_be_visible()
    drawn = page.get_by_role("img", name="Picture just taken")
    expect(drawn).to_be_visible()
    page.wait_for_function("image => image.complete && image.naturalWidth === 1", arg=drawn.element_handle())
    expect(page.get_by_label("Damaged")).to_be_checked()  # what was typed stays
    page.get_by_label("Take or choose a picture").set_input_files(
        {"name": "evil.png", "mimeType": "image/png", "buffer": b"MZ\x90\x00\x03"}
    )
    expect(page.get_by_text("This is no file we keep.")).to_be_visible()
    page.keyboard.press("r")
    expect(page.get_by_label("How much: Restock")).to_have_value("5")
    page.keyboard.type("3")  # a part of it
    posting = page.locator("[data-look-at]")
    expect(posting.get_by_text("3 EA go back to stock")).to_be_visible()
    page.keyboard.press("s")
    expect(page.get_by_label("How much: Scrap")).to_have_value("2")
    expect(page.get_by_label("Reason: Scrap")).to_have_value("Damaged")
    expect(posting.get_by_role("row").filter(has_text="5300")).to_contain_text("12.00")
    expect(posting.get_by_role("row").filter(has_text="Restocking fee 10 %")).to_contain_text("-5.00")
    expect(posting.get_by_text("50.00").first).to_be_visible()
    accessible(page)
    _fits(page)
    page.keyboard.press("Enter")
    expect(page.get_by_text("the customer is credited")).to_be_visible()
    with services.engine.connect() as connection:
        assert connection.scalar(text("SELECT sum(total_amount) FROM finance.credit_memo")) == Decimal("50.00")

    expect(page.get_by_text("1 line waits")).to_be_visible()  # and the next goods came up
    page.keyboard.type("nothing-here\n", delay=5)  # as a scanner sends it: no key of the desk is pressed
    expect(page.get_by_text("Nothing under “nothing-here” waits")).to_be_visible()
    _listens(page)
    page.keyboard.press("f")
    expect(page.get_by_label("How much: Refurbish")).to_have_value("1")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing waits for a decision.")).to_be_visible()
    assert rma
    accessible(page)
    proof(services)


def test_a_month_is_watched_ticked_and_closed(
    services: Services, desk: Callable[..., Desk], accessible: Callable[[Page], None], clock: FixedClock,
    proof: Callable[[Services], None],
) -> None:
    story = tell_story(services)
    services.units.run(Actor.system("test"), lambda work: set_close_task(
        work, story.trade.company_id, TaskEntry("Agree the bank statement", "accountant", 3, is_blocking=True)))
    clock.at = datetime(2026, 4, 2, 10, 0, tzinfo=UTC)
    page = desk("controller").open("/finance/periods/room")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Close 2026/03")
    expect(page.get_by_text("1 line stops the close.")).to_be_visible()
    accessible(page)
    _fits(page)

    _listens(page)
    for _ in range(40):
        if page.locator("tr:focus [data-tick-task]").count():
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("t")
    expect(page.get_by_text("Nothing stops the close.")).to_be_visible()
    _listens(page)
    page.keyboard.press("c")
    expect(page.get_by_role("button", name="Close the period")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("button").last.click()
    expect(page.get_by_text("Closed on this checklist").first).to_be_visible()
    page.get_by_text("lines as they stood").click()
    accessible(page)
    page.get_by_label("Why it is reopened").fill("a late bill")
    page.get_by_role("button", name="Reopen").click()
    page.get_by_role("dialog").get_by_role("button").last.click()
    expect(page.get_by_text("Reopened; the reason is on record.")).to_be_visible()
    for path in ("/finance/close-tasks", "/finance/periods/side-by-side"):
        page.goto(page.url.split("/finance")[0] + path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        accessible(page)
        _fits(page)
    proof(services)
