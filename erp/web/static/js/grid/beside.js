// The panel beside the grid follows the cursor: what the server knows of the line's item, asked once a minute at most.
import { cellOf, valuesOf } from "./rows.js";

const KEPT = 60_000;

export function listen(table) {
  const place = document.querySelector(`[data-beside-of="${table.id}"]`);
  if (!place || !table.dataset.beside) return;
  const kept = new Map();
  let current = null;
  let shown = "";
  let timer = 0;

  const look = (row) => {
    clearTimeout(timer);
    timer = setTimeout(() => follow(row), 120);
  };
  table.addEventListener("focusin", (event) => {
    const row = event.target.closest("tbody tr");
    if (!row) return;
    if (current !== row) { current?.removeAttribute("aria-current"); row.setAttribute("aria-current", "true"); }
    current = row;
    look(row);
  });
  table.addEventListener("grid:answered", () => { if (current?.isConnected) look(current); });
  table.closest("form").addEventListener("change", (event) => {
    if (!event.target.closest("table")) { kept.clear(); shown = ""; if (current) look(current); }
  });
  place.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take-item]");
    const cell = button && current ? cellOf(current, table.dataset.askFor) : null;
    if (!cell) return;
    cell.value = button.dataset.takeItem;
    cell.dispatchEvent(new Event("input", { bubbles: true }));
    cell.dispatchEvent(new Event("change", { bubbles: true }));
    cellOf(current, "qty")?.focus();
  });

  async function follow(row) {
    const values = valuesOf(row);
    const wanted = values[table.dataset.askFor];
    if (!wanted || row.classList.contains("wrong") && !shown) { if (!wanted) { place.replaceChildren(); shown = ""; } if (!wanted) return; }
    const url = new URL(table.dataset.beside, location.href);
    url.searchParams.set(table.dataset.askFor, wanted);
    for (const name of (table.dataset.askWith ?? "").split(" ").filter(Boolean)) {
      const value = table.closest("form").elements[name]?.value;
      if (value) url.searchParams.set(name, value);
    }
    const key = url.search;
    if (key === shown) return;
    const known = kept.get(key);
    const html = known && Date.now() - known.at < KEPT ? known.html : await load(url);
    if (row !== current) return;
    kept.set(key, { html, at: Date.now() });
    shown = key;
    place.innerHTML = html; // a fragment of our own server, escaped there
  }
}

async function load(url) {
  try {
    const answer = await fetch(url, { headers: { "HX-Request": "true" } });
    return answer.ok ? await answer.text() : "";
  } catch {
    return "";
  }
}
