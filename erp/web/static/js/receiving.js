// The receiving desk: scans count packs wherever the cursor stands, each quantity is judged while it is typed, and
// everything has a key.
import { listenForScans } from "./scan/wedge.js";

const desk = document.querySelector("[data-receiving-desk]");
const form = document.getElementById("receive-form");
const PAUSE = 220;

if (desk) {
  desk.addEventListener("keydown", onList);
  document.addEventListener("keydown", onKey);
  const lines = desk.querySelector("[data-desk-lines]");
  if (lines) watch(lines);
  const scan = desk.querySelector("[data-desk-scan]");
  if (scan) scan.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey) return;
    event.preventDefault();
    event.stopPropagation();
    const typed = scan.value.trim();
    scan.value = "";
    if (typed) count(typed, scan, lines);
  });
  listenForScans();
  document.addEventListener("scanned", (event) => {
    if (scan) { count(event.detail.code, scan, lines); return; }
    const find = desk.querySelector("[data-desk-find]");
    find.value = event.detail.code;
    find.form.requestSubmit();
  });
  desk.querySelector("[data-all-came]")?.addEventListener("click", () => allCame(lines));
  if (!document.activeElement || document.activeElement === document.body) (scan ?? desk.querySelector("[data-desk-find]"))?.focus();
}

function onKey(event) {
  if (event.ctrlKey && event.key === "Enter" && form) { event.preventDefault(); form.querySelector("[type=submit]").click(); return; }
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  const place = { f: "[data-desk-find]", s: "[data-desk-scan]", l: "[data-receipt].here, [data-receipt]", a: "[data-all-came]" }[event.key.toLowerCase()];
  const found = place && desk.querySelector(place);
  if (!found) return;
  event.preventDefault();
  found.focus();
  if (found.matches("[data-all-came]")) found.click();
  else found.select?.();
}

// The list of what is expected: arrows go up and down, Enter opens.
function onList(event) {
  const here = event.target.closest("[data-receipt]");
  if (!here || !["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) return;
  event.preventDefault();
  const all = [...desk.querySelectorAll("[data-receipt]")], place = all.indexOf(here);
  all[{ ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: all.length - 1 }[event.key]]?.focus();
}

// What a quantity means is asked of the server for the row under the cursor; an older question is given up.
function watch(lines) {
  let timer = 0, row = null;
  const ask = () => {
    if (!row?.isConnected) return;
    const asked = row;
    window.htmx.ajax("GET", lines.dataset.deskLines, { source: "#beside", target: "#beside", swap: "innerHTML", values: valuesOf(asked) }).then(() => tell(asked));
  };
  const soon = (event) => {
    const found = event.target.closest("tr[data-line]");
    if (!found || (event.type === "focusin" && found === row)) return;
    row = found;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  };
  for (const kind of ["input", "change", "focusin"]) lines.addEventListener(kind, soon);
}

function valuesOf(row) {
  const values = {};
  for (const field of row.querySelectorAll("input, select")) {
    if (field.name && (field.type !== "checkbox" || field.checked)) values[field.name] = field.value;
  }
  return values;
}

function tell(row) {
  const told = document.querySelector("#beside [data-told]"), cell = row.querySelector('[data-of-line="said"]');
  if (!told || !cell) return;
  cell.textContent = told.dataset.told;
  cell.title = told.dataset.told;
  cell.classList.toggle("mark-text", told.dataset.tone === "bad");
  row.querySelector('[name$="-qty"]').toggleAttribute("aria-invalid", told.dataset.tone === "bad");
}

async function count(code, scan, lines) {
  let told;
  try {
    const answer = await fetch(`${scan.dataset.deskScan}?code=${encodeURIComponent(code)}`, { headers: { Accept: "application/json" } });
    told = await answer.json();
    if (!answer.ok) { say(told.error?.message ?? scan.dataset.noAnswer, true); return; }
  } catch {
    say(scan.dataset.noAnswer, true);
    return;
  }
  if (told.open) { location.assign(told.open); return; }
  const row = rowFor(lines, told);
  if (!row || !add(row, told)) { say(scan.dataset.otherUnit, true); return; }
  say(told.said);
  const qty = row.querySelector('[name$="-qty"]');
  qty.dispatchEvent(new Event("input", { bubbles: true }));
  row.scrollIntoView({ block: "nearest" });
}

// The row of the line and lot; another lot of it gets a row of its own, as its button would give it.
function rowFor(lines, { line, lot }) {
  const rows = () => [...lines.querySelectorAll(`tr[data-line="${line}"]`)];
  const lotOf = (row) => row.querySelector('[name$="-lot_code"]');
  const same = rows().find((row) => !lotOf(row) || !lot || lotOf(row).value === lot) ?? rows().find((row) => !lotOf(row).value && !row.querySelector('[name$="-qty"]').value);
  if (same) return same;
  const known = rows();
  known.at(-1)?.querySelector("[data-another]")?.click();
  return rows().find((row) => !known.includes(row));
}

function add(row, told) {
  const qty = row.querySelector('[name$="-qty"]'), unit = row.querySelector('[name$="-unit"]'), lot = row.querySelector('[name$="-lot_code"]'), expires = row.querySelector('[name$="-expires_on"]');
  if (!qty.value && !told.in_ordered_unit) unit.value = told.unit;
  const more = unit.value === told.unit ? told.qty : unit.value === row.dataset.orderedUnit ? told.in_ordered_unit : "";
  if (!more) return false;
  qty.value = String(Number((Number(qty.value.replace(",", ".") || 0) + Number(more)).toFixed(6)));
  if (lot && told.lot) lot.value = told.lot;
  if (expires && told.expires) expires.value = told.expires;
  return true;
}

function allCame(lines) {
  for (const row of lines.querySelectorAll("tr[data-line]")) {
    const qty = row.querySelector('[name$="-qty"]'), unit = row.querySelector('[name$="-unit"]');
    if (qty.value) continue;
    const exact = !/[.,]\d{7,}/.test(row.dataset.open);
    qty.value = exact ? row.dataset.open : row.dataset.openBase;
    unit.value = exact ? row.dataset.orderedUnit : row.dataset.baseUnit;
  }
  lines.querySelector('tr[data-line] [name$="-qty"]')?.focus();
}

function say(text, wrong = false) {
  const place = desk.querySelector("[data-desk-said]");
  place.textContent = text;
  place.classList.toggle("mark-text", wrong);
}
