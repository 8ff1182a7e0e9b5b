// The page of the queue: what waits, what the books refused and what to do about it, what was sent.
import { flush, network, settle } from "./queue.js";
import { note, right, wrong } from "./signals.js";
import { allScans } from "./store.js";
import { says } from "./words.js";

const SHOWN = 50;
const page = document.querySelector("[data-lane]");

async function draw() {
  const scans = await allScans();
  fill("refused", scans.filter((scan) => scan.state === "refused"));
  fill("waiting", scans.filter((scan) => scan.state === "waiting"));
  fill("settled", scans.filter((scan) => !["refused", "waiting"].includes(scan.state)).reverse().slice(0, SHOWN));
}

function fill(lane, scans) {
  const list = page.querySelector(`[data-of="${lane}"]`);
  const pattern = page.querySelector(`template[data-row="${lane}"]`);
  list.replaceChildren(...scans.map((scan) => {
    const row = pattern.content.firstElementChild.cloneNode(true);
    const parts = { what: scan.what, at: new Date(scan.at).toLocaleString(document.documentElement.lang), said: scan.outcome?.said ?? "", state: says(`state-${scan.state}`), why: whyNot(scan) };
    for (const [name, text] of Object.entries(parts)) {
      const place = row.querySelector(`[data-${name}]`);
      if (place) { place.textContent = text; place.hidden = !text; }
    }
    const link = row.querySelector("a[data-open]");
    if (link) link.href = scan.page;
    row.dataset.key = scan.key;
    return row;
  }));
  page.querySelector(`[data-none="${lane}"]`).hidden = scans.length > 0;
  const count = page.querySelector(`[data-count="${lane}"]`);
  if (count) count.textContent = scans.length;
}

function whyNot(scan) {
  if (scan.user && network.person && scan.user !== network.person) return says("of-another");
  return network.state === "off" ? says("no-network") : network.state === "signed-out" ? says("sign-in-first") : "";
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-act]");
  if (!button) return;
  const key = button.closest("[data-key]")?.dataset.key;
  if (button.dataset.act === "again") await settle(key, "again");
  await flush({ now: true });
  await draw();
  if (button.dataset.act === "send") note(says(`sign-${network.state === "on" ? "clear" : network.state}`, { waiting: "" }));
});

page.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const key = form.closest("[data-key]").dataset.key;
  const reason = form.elements.reason.value.trim();
  if (!reason) { wrong(says("say-why")); form.elements.reason.focus(); return; }
  await settle(key, "dismissed", { said: reason });
  right(says("dismissed"));
  await draw();
});

document.addEventListener("scan-queue", draw);
draw();
