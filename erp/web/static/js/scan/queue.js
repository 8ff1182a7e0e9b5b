// Scans leave the device one after the other, in the order they were made, each under its own request key: sent twice
// or three times it acts once. Only the person who made a scan sends it. What the books refuse goes to its own lane.
import { allScans, keepOutcome, keepScan } from "./store.js";

export const UNDO_TIME = 4000; // milliseconds in which the last scan can simply be taken back
const MOST_FAULTS = 5; // how often a fault of the server is tried again before a person looks at it
const SHORTEST_REST = 2000;
const LONGEST_REST = 60_000;
let rest = SHORTEST_REST;
let timer = null;
export const network = { state: navigator.onLine ? "on" : "off", person: null };

// Put a scan into the queue; it is on the device when this returns.
export async function enqueue({ url, fields, as = "form", what, page, task = "", amount = 0, key = crypto.randomUUID(), hold = 0 }) {
  const scan = { key, url, fields, as, what, page, task, amount, user: signedIn(), at: Date.now(), not_before: Date.now() + hold };
  await keepScan(scan);
  announce();
  schedule(hold);
  return scan;
}

// Take back a scan that was not sent yet. False where it is too late.
export async function withdraw(key) {
  return navigator.locks.request("erp-scan-queue", async () => {
    const scan = (await allScans()).find((found) => found.key === key);
    if (!scan || scan.state !== "waiting" || scan.left) return false;
    await keepOutcome(key, "withdrawn");
    announce();
    return true;
  });
}

export async function settle(key, kind, more) {
  await keepOutcome(key, kind, more);
  announce();
  if (kind === "again") schedule(0);
}

// Send what waits. With `now`, also what could still be taken back. Returns what became of each scan sent.
export async function flush({ now = false } = {}) {
  clearTimeout(timer);
  return navigator.locks.request("erp-scan-queue", async () => {
    const results = [];
    let session = null;
    for (const scan of await allScans()) {
      if (scan.state !== "waiting") continue;
      if (!now && scan.not_before > Date.now()) { schedule(scan.not_before - Date.now()); break; }
      session ??= await openSession();
      if (!session) break;
      if (scan.user && scan.user !== session.user) continue; // somebody else's: waits for them
      if (!scan.left) await keepOutcome(scan.key, "left"); // from here on it may have acted, answer or not
      const result = await sendOne(scan, session);
      if (!result) break;
      results.push({ ...result, scan });
      await keepOutcome(scan.key, result.kind, result.kind === "tried" ? {} : result.more);
      if (result.kind === "tried") break;
    }
    if (results.length) announce(results);
    return results;
  });
}

async function sendOne(scan, session) {
  const waited = Math.max(0, Math.floor((Date.now() - scan.at) / 1000));
  let answer;
  try {
    answer = await post(scan, session, waited);
    if (answer.status === 400) { // our proof may be old: make it anew, once
      const fresh = await openSession();
      if (!fresh) return null;
      Object.assign(session, fresh);
      answer = await post(scan, session, waited);
    }
  } catch {
    network.state = "off";
    later();
    return null;
  }
  network.state = "on";
  if (answer.status === 401) { network.state = "signed-out"; announce(); return null; }
  const told = await answer.json().catch(() => ({}));
  const time = Number(answer.headers.get("Server-Time")) || 0;
  if (answer.ok) { rest = SHORTEST_REST; return { kind: "sent", more: { said: told.said, location: told.location, time } }; }
  if (answer.status === 429 || answer.status >= 500) {
    later();
    if (scan.tries + 1 < MOST_FAULTS) return { kind: "tried" };
  }
  return { kind: "refused", more: { said: told.error?.message ?? answer.statusText, status: answer.status, fields: told.error?.fields, time } };
}

// A step that is worth something only now, and nothing later. Null without a network or where it is refused.
export async function askNow(url) {
  const session = await openSession();
  if (!session) return null;
  try {
    const answer = await post({ url, fields: {}, key: crypto.randomUUID() }, session, 0);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

function post(scan, session, waited) {
  const isJson = scan.as === "json";
  return fetch(scan.url, {
    method: "POST",
    body: isJson ? JSON.stringify(nested(scan.fields)) : new URLSearchParams(scan.fields),
    headers: { "Content-Type": isJson ? "application/json" : "application/x-www-form-urlencoded", Accept: "application/json", "Idempotency-Key": scan.key, "X-CSRFToken": session.csrf, "Scan-Waited": String(waited) },
    redirect: "manual",
  });
}

// { "lines-0-qty": "2" } as a program sends it: { lines: [{ qty: "2" }] }.
function nested(fields) {
  const body = {};
  for (const [name, value] of Object.entries(fields)) {
    const [, list, row, field] = /^([a-z_]+)-(\d+)-([a-z_]+)$/.exec(name) ?? [];
    if (!list) body[name] = value;
    else ((body[list] ??= [])[Number(row)] ??= {})[field] = value;
  }
  return body;
}

// Whose scans may go now. Null without a network, or while nobody is signed in.
export async function openSession() {
  try {
    const answer = await fetch("/scan/session.json", { headers: { Accept: "application/json" }, redirect: "manual", cache: "no-store" });
    if (answer.status === 401 || answer.type === "opaqueredirect") { network.state = "signed-out"; announce(); return null; }
    if (!answer.ok) throw new Error(String(answer.status));
    const session = await answer.json();
    network.state = "on";
    network.person = session.user;
    announce();
    return session;
  } catch {
    network.state = "off";
    announce();
    later();
    return null;
  }
}

function signedIn() {
  return document.body.dataset.user || network.person;
}

function schedule(wait) {
  clearTimeout(timer);
  timer = setTimeout(flush, wait + 20);
}

function later() {
  schedule(rest);
  rest = Math.min(rest * 2, LONGEST_REST);
}

function announce(results = []) {
  document.dispatchEvent(new CustomEvent("scan-queue", { detail: { results } }));
}

addEventListener("online", () => { rest = SHORTEST_REST; flush(); });
addEventListener("offline", () => { network.state = "off"; announce(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(); });
