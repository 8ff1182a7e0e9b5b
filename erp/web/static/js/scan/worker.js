// The service worker of the scanner. Files are kept by the mark of their content; pages are asked for anew and kept
// for when the network is gone, for a working day. It answers for nothing but what is read: scans wait in the page's
// own queue, never here.
/* global KEPT_FILES, FILES_MARK */
const FILES = `erp-scan-files-${FILES_MARK}`;
const PAGES = "erp-scan-pages";
const OFFLINE = "/scan/offline";
const KEPT_FOR = 12 * 3_600_000;
const PATIENCE = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(FILES).then((files) => files.addAll([...KEPT_FILES, OFFLINE])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("erp-scan-files-") && name !== FILES) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (address.pathname.startsWith("/static/")) event.respondWith(file(request, address));
  else if (request.mode === "navigate" && isScanner(address)) event.respondWith(page(request));
});

self.addEventListener("message", (event) => {
  const { take, user } = event.data ?? {};
  if (user) event.waitUntil(onlyOf(user));
  if (take) event.waitUntil(takeAlong(take).then((kept) => event.source?.postMessage({ kept })));
});

function isScanner(address) {
  return address.pathname === "/scan" || address.pathname.startsWith("/scan/");
}

async function file(request, address) {
  const files = await caches.open(FILES);
  const kept = await files.match(request);
  if (kept && address.search) return kept; // named by its content: it never changes
  try {
    const answer = await fetch(request);
    if (answer.ok && answer.status === 200) files.put(request, answer.clone());
    return answer;
  } catch {
    return kept ?? (await files.match(request, { ignoreSearch: true })) ?? Response.error();
  }
}

async function page(request) {
  const pages = await caches.open(PAGES);
  const kept = await pages.match(request.url);
  try {
    const answer = await (kept ? inTime(fetch(request)) : fetch(request));
    await keep(pages, request.url, answer);
    return answer;
  } catch {
    const age = kept ? Date.now() - Number(kept.headers.get("Kept-At")) : Infinity;
    return age < KEPT_FOR ? kept : (await caches.open(FILES)).match(OFFLINE);
  }
}

function inTime(asked) {
  return Promise.race([asked, new Promise((_, fail) => setTimeout(() => fail(new Error("too slow")), PATIENCE))]);
}

async function keep(pages, url, answer) {
  if (answer.status !== 200 || answer.redirected || answer.type !== "basic" || !answer.headers.get("Content-Type")?.startsWith("text/html")) return false;
  const headers = new Headers(answer.headers);
  headers.set("Kept-At", String(Date.now()));
  await pages.put(url, new Response(await answer.clone().blob(), { status: 200, headers }));
  return true;
}

// Keep pages before they are needed; what is no longer there is forgotten.
async function takeAlong(addresses) {
  const pages = await caches.open(PAGES);
  let kept = 0;
  for (const address of addresses) {
    try {
      const url = new URL(address, location.origin).href;
      const answer = await fetch(url, { headers: { "Scan-Ahead": "1" } });
      if (answer.redirected || !answer.ok) await pages.delete(url);
      else if (await keep(pages, url, answer)) kept += 1;
    } catch { return kept; }
  }
  return kept;
}

// Pages kept for one person are not shown to the next.
async function onlyOf(user) {
  const pages = await caches.open(PAGES);
  const mark = await pages.match("/scan/whose");
  if (mark && (await mark.text()) !== user) await caches.delete(PAGES);
  await (await caches.open(PAGES)).put("/scan/whose", new Response(user));
}
