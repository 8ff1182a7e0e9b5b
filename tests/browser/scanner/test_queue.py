"""Scans leave a device in their order, once, and only for who made them."""

from collections.abc import Callable
from decimal import Decimal

from playwright.sync_api import Page, expect

from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from tests.browser.scanner.device import Handheld, lost_answers, sign_in
from tests.browser.scanner.waves import Bench, a_walk, picked
from tests.proof import prove


def test_200_scans_without_a_network_sent_three_times_act_once_each(
    handheld: Callable[[str], Handheld], services: Services, system: Actor
) -> None:
    _, wave_id = services.units.run(system, lambda work: a_walk(work, 200))
    device = handheld("ana")
    device.is_ready()
    device.cut()
    page = device.open(f"/scan/walks/{wave_id}")
    expect(page.get_by_text("No network.")).to_be_visible()
    walk = page.evaluate(
        "[...document.querySelectorAll('form[data-task]')].map(f => [f.dataset.bin, f.dataset.sku])"
    )
    assert len(walk) == 200
    device.hear([code for step in walk for code in step])
    device.wait_for(waiting=200)
    assert picked(services, wave_id) == (0, Decimal(0))
    page = device.open(f"/scan/walks/{wave_id}")  # a reload without a network loses nothing
    expect(page.get_by_text("This wave is picked.")).to_be_visible()

    device.mend()
    with lost_answers(page, "**/scan/picks/tasks/*/confirm") as acted:  # the first acts, and the device does not know
        for _ in range(3):
            device.flush()
        assert len(acted) >= 3
        assert len(set(acted)) == 1, "what comes later waits for what came before"
    assert device.states() == {"waiting": 200}
    device.flush()
    device.wait_for(sent=200)
    assert picked(services, wave_id) == (200, Decimal(200))
    again = page.evaluate(
        """async () => {
        const { allScans } = await import('/static/js/scan/store.js');
        const { openSession } = await import('/static/js/scan/queue.js');
        const session = await openSession();
        const answers = [];
        for (const round of [2, 3]) for (const scan of await allScans()) {
            const answer = await fetch(scan.url, { method: 'POST', body: JSON.stringify(scan.fields), headers: {
                'Content-Type': 'application/json', Accept: 'application/json', 'Idempotency-Key': scan.key,
                'X-CSRFToken': session.csrf } });
            answers.push(answer.status === 200 && (await answer.json()).said === scan.outcome.said);
        }
        return answers; }"""
    )
    assert again == [True] * 400
    assert picked(services, wave_id) == (200, Decimal(200))
    prove(services)


def test_two_devices_at_one_bin_the_second_is_told_and_decides(
    bench: Bench, handheld: Callable[[str], Handheld], services: Services, accessible: Callable[[Page], None]
) -> None:
    devices = [handheld("ana"), handheld("ben")]
    for device in devices:
        device.is_ready()
        device.cut()
        device.open(f"/scan/walks/{bench.wave_id}")
        device.scan("A-02", "BOLT-M8", "BOLT-M8")
        device.wait_for(waiting=1)
    ana, ben = devices
    ana.mend()
    ana.flush()
    ana.wait_for(sent=1)
    ben.mend()
    ben.flush()
    ben.wait_for(refused=1)
    assert picked(services, bench.wave_id) == (1, Decimal(2))
    page = ben.open("/scan/queue")
    expect(page.get_by_text("Picked 2 EA of BOLT-M8 from A-02")).to_be_visible()
    expect(page.get_by_text("already picked by ana")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Give up").click()
    expect(page.get_by_role("alert")).to_have_text("Say why the scan is given up.")
    page.get_by_label("Why it is given up").fill("Ana was faster; the two bolts are back in A-02")
    page.get_by_role("button", name="Give up").click()
    expect(page.get_by_text("The books have taken everything.")).to_be_visible()
    assert ben.states() == {"dismissed": 1}
    prove(services)


def test_scans_outlive_a_session_and_stay_with_who_made_them(
    bench: Bench, handheld: Callable[[str], Handheld], services: Services
) -> None:
    device = handheld("ana")
    device.is_ready()
    device.cut()
    device.open(f"/scan/walks/{bench.wave_id}")
    device.scan("A-02", "BOLT-M8", "BOLT-M8")
    device.wait_for(waiting=1)
    device.page.context.clear_cookies()
    device.mend()
    device.flush()
    expect(device.page.get_by_text("You are signed out. 1 scans wait until you sign in again.")).to_be_visible()
    sign_in(device.page.context, services, device.address, "ben")
    device.open("/scan/queue")
    device.flush()
    expect(device.page.get_by_text("Made by somebody else")).to_be_visible()
    assert picked(services, bench.wave_id) == (0, Decimal(0))
    device.page.context.clear_cookies()
    sign_in(device.page.context, services, device.address, "ana")
    device.open("/scan/queue")
    device.flush()
    device.wait_for(sent=1)
    assert picked(services, bench.wave_id) == (1, Decimal(2))
