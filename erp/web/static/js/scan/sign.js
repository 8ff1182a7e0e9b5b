// The sign in the top bar: how many scans wait on this device, whether the network is there, and whether the books
// refused something. It also installs the service worker and takes along the work that is open.
import { flush, network, openSession } from "./queue.js";
import { allScans, clearOld } from "./store.js";
import { says } from "./words.js";

const REFRESH = 60_000;
const LONGEST_WAIT = 3000;
const sign = document.querySelector("[data-queue-sign]");

async function draw() {
  if (!sign) return;
  const scans = await allScans();
  const waiting = scans.filter((scan) => scan.state === "waiting").length;
  const refused = scans.filter((scan) => scan.state === "refused").length;
  const state = refused ? "refused" : network.state === "signed-out" && waiting ? "signed-out" : network.state === "off" ? "off" : waiting ? "waiting" : "clear";
  sign.dataset.state = state;
  sign.querySelector("[data-number]").textContent = { refused: `${refused} !`, "signed-out": `${waiting} ?`, off: `${waiting} ×`, waiting: waiting, clear: "✓" }[state];
  sign.querySelector("[data-text]").textContent = says(`sign-${state}`, { waiting, refused });
  const banner = document.querySelector("[data-banner]");
  if (!banner) return;
  banner.hidden = !["signed-out", "off"].includes(state);
  banner.querySelector("[data-text]").textContent = says(`banner-${state}`, { waiting });
  const link = banner.querySelector("a");
  link.hidden = state !== "signed-out";
  link.href = `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;
}

async function install() {
  if (!("serviceWorker" in navigator) || !window.isSecureContext) return;
  await navigator.serviceWorker.register("/scan/worker.js", { scope: "/scan" });
  const ready = await navigator.serviceWorker.ready;
  const session = await openSession();
  if (!session) return;
  ready.active.postMessage({ user: session.user });
  const list = document.querySelector("[data-take-along]");
  if (!list) return;
  const answer = await fetch(list.dataset.takeAlong, { headers: { Accept: "application/json" } });
  if (answer.ok) ready.active.postMessage({ take: (await answer.json()).pages });
}

navigator.serviceWorker?.addEventListener("message", (event) => {
  if (event.data?.kept !== undefined) document.documentElement.dataset.taken = String(event.data.kept);
});

// Pages the sent scans changed are kept anew, so that they are right when the network goes.
document.addEventListener("scan-queue", async (event) => {
  draw();
  const pages = new Set(event.detail.results.filter((result) => result.kind === "sent").map((result) => result.scan.page));
  if (pages.size) navigator.serviceWorker?.controller?.postMessage({ take: [...pages] });
});

// Leaving a page sends what could still be taken back, so that the next page knows of it.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || link.target) return;
  if (sign?.dataset.state !== "waiting") return;
  event.preventDefault();
  await Promise.race([flush({ now: true }), new Promise((done) => setTimeout(done, LONGEST_WAIT))]);
  location.assign(link.href);
});

draw();
clearOld();
install().catch(() => {});
flush();
setInterval(() => { if (!document.hidden) flush(); }, REFRESH);
