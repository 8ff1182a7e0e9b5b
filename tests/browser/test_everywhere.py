"""What every page of the desk has: help on a key, one's own language, and a session whose end loses nothing."""

from collections.abc import Callable

from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import text

from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from tests.browser.conftest import THEMES, Desk, axe_faults
from tests.builders.organization import a_company
from tests.kit.web_client import PASSWORD


def _desk(services: Services, desk: Callable[..., Desk]) -> Desk:
    services.units.run(Actor.system("test"), lambda work: a_company(work, name="Northern Supply"))
    return desk("administrator")


def _end_session(services: Services) -> None:
    with services.engine.begin() as connection:
        connection.execute(text("UPDATE identity.web_session SET ended_at = clock_timestamp(), ended_by = 'test'"))


def _fill_token(page: Page) -> None:
    page.get_by_label("For which program").fill("nightly export")
    page.get_by_label("Days it works").fill("30")


def test_the_question_mark_opens_help_and_escape_closes_it(services: Services, desk: Callable[..., Desk]) -> None:
    page = _desk(services, desk).open("/account")
    page.keyboard.press("?")
    help_dialog = page.locator("#help")
    expect(help_dialog).to_contain_text("One's password, browsers and tokens.")
    expect(help_dialog).to_contain_text("Change one's password.")
    for theme in THEMES:
        assert axe_faults(page, theme) == []
    page.keyboard.press("Escape")
    expect(help_dialog).to_be_hidden()
    page.get_by_label("For which program").press("?")
    expect(help_dialog).to_be_hidden()
    assert page.get_by_label("For which program").input_value() == "?"


def test_one_signs_in_on_top_of_the_page_and_the_form_is_sent(services: Services, desk: Callable[..., Desk]) -> None:
    page = _desk(services, desk).open("/account")
    page.clock.install()
    page.reload()
    _fill_token(page)
    _end_session(services)
    page.clock.fast_forward("10:00")
    page.get_by_role("button", name="Make a token").click()
    again = page.locator("#sign-in-again")
    expect(again).to_be_visible()
    assert axe_faults(page, "light") == []
    page.locator("#sign-in-again-password").fill("not the password")
    again.get_by_role("button", name="Sign in").click()
    expect(again.locator("[data-problem]")).to_contain_text("wrong")
    page.locator("#sign-in-again-password").fill(PASSWORD)
    again.get_by_role("button", name="Sign in").click()
    expect(page.locator("h1")).to_have_text("Token for nightly export")


def test_what_was_sent_into_an_ended_session_is_offered_again_and_acts_once(
    services: Services, desk: Callable[..., Desk]
) -> None:
    page = _desk(services, desk).open("/account")
    _fill_token(page)
    _end_session(services)
    page.get_by_role("button", name="Make a token").click()
    page.get_by_label("User name").fill("administrator")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#messages")).to_contain_text("What you typed is still here")
    assert axe_faults(page, "light") == []
    page.get_by_role("button", name="Send it now").click()
    expect(page.locator("h1")).to_have_text("Token for nightly export")
    page.goto(page.url.partition("/account")[0] + "/account")
    expect(page.get_by_text("nightly export")).to_have_count(1)
    expect(page.locator(".kept-form")).to_have_count(0)


def test_without_a_network_the_page_says_so(services: Services, desk: Callable[..., Desk]) -> None:
    page = _desk(services, desk).open("/account")
    page.context.set_offline(True)
    expect(page.locator("[data-offline]")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("[data-offline]")).to_be_hidden()


def test_a_person_reads_and_types_in_german(app: Flask, services: Services, desk: Callable[..., Desk]) -> None:
    page = _desk(services, desk).open("/account")
    page.get_by_label("Language of the pages").select_option("de")
    page.locator("#language-form").get_by_role("button", name="Save").click()
    expect(page.locator("h1")).to_have_text("Ihr Konto")
    assert page.locator("html").get_attribute("lang") == "de"
    for theme in THEMES:
        assert axe_faults(page, theme) == []
