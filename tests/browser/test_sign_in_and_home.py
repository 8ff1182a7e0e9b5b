"""The first minute of a day: signing in, finding one's way, choosing light or dark, and signing out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from erp.kernel.assembly import Services
from tests.kit.web_client import PASSWORD, user_with_role


def test_a_day_begins_and_ends(
    watched: Page, address: str, services: Services, accessible: Callable[[Page], None]
) -> None:
    user_with_role(services, "administrator", name="ada")
    watched.goto(address + "/identity/users")
    expect(watched).to_have_url(f"{address}/sign-in?next=/identity/users")
    expect(watched.get_by_label("User name")).to_be_focused()
    accessible(watched)

    watched.keyboard.type("ada")
    watched.keyboard.press("Tab")
    watched.keyboard.type("wrong")
    watched.keyboard.press("Enter")
    expect(watched.get_by_role("alert")).to_contain_text("is wrong")
    expect(watched.get_by_label("User name")).to_have_value("ada")
    expect(watched.get_by_label("Password")).to_be_focused()
    accessible(watched)

    watched.keyboard.type(PASSWORD)
    watched.keyboard.press("Enter")
    expect(watched).to_have_url(f"{address}/identity/users")
    expect(watched.get_by_role("heading", name="Users")).to_be_visible()
    accessible(watched)

    watched.get_by_role("link", name="Home", exact=True).click()
    expect(watched).to_have_url(f"{address}/")
    accessible(watched)

    watched.get_by_label("You: ada of the tests").click()
    watched.get_by_role("button", name="Sign out").click()
    expect(watched.get_by_role("heading", name="Sign in")).to_be_visible()


def test_the_theme_is_kept_on_this_device(desk: Callable[..., object], address: str) -> None:
    page = desk("administrator").open("/")  # type: ignore[attr-defined]
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")
    page.get_by_role("button", name="Light or dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.goto(f"{address}/account")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


@pytest.mark.parametrize(
    "path", ["/identity/users/new", "/identity/roles", "/identity/sessions", "/identity/audit-trail"]
)
def test_the_administrators_pages_can_be_read_by_everybody(
    desk: Callable[..., object], accessible: Callable[[Page], None], path: str
) -> None:
    accessible(desk("administrator").open(path))  # type: ignore[attr-defined]


def test_a_step_that_signs_people_out_says_so_first_and_may_be_left(desk: Callable[..., object]) -> None:
    page = desk("sales").open("/account")  # type: ignore[attr-defined]
    page.get_by_label("Present password").fill(PASSWORD)
    page.get_by_label("New password", exact=True).fill("another long sentence")
    page.get_by_label("New password again").fill("another long sentence")
    page.get_by_role("button", name="Change password").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Your other browsers will be signed out.")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Change password")).to_be_focused()
    page.get_by_role("button", name="Change password").click()
    page.get_by_role("button", name="Yes, do it").click()
    expect(page.get_by_text("Your password is changed")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 1024, 768, 360])
def test_no_page_is_wider_than_its_window(desk: Callable[..., object], width: int) -> None:
    seat = desk("administrator")
    page = seat.open("/")  # type: ignore[attr-defined]
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("/", "/account", "/identity/users", "/identity/users/new", "/identity/roles"):
        seat.open(path)  # type: ignore[attr-defined]
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{path} is {wide} wide in a window of {width}"


def test_on_a_small_screen_the_menu_opens_and_closes(desk: Callable[..., object]) -> None:
    page = desk("administrator").open("/")  # type: ignore[attr-defined]
    page.set_viewport_size({"width": 360, "height": 640})
    menu = page.get_by_role("navigation", name="Main")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
