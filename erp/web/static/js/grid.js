// A grid of lines: typed by keyboard, pasted from a spreadsheet, looked at by the server line by line, and never lost.
// The form works without any of this; everything here is convenience over the same fields.
import { answerOf, ask, total } from "./grid/ask.js";
import { listen as besideListen } from "./grid/beside.js";
import { focus, listen as keysListen, removeRow } from "./grid/keys.js";
import { watch as watchLength } from "./grid/long.js";
import { listen as pasteListen } from "./grid/paste.js";
import { cellOf, closeUp, isEmpty, rowsOf, valuesOf } from "./grid/rows.js";
import { undo } from "./grid/undo.js";

for (const table of document.querySelectorAll("table[data-grid]")) start(table);

function start(table) {
  const form = table.closest("form");
  const grid = {
    changed(rows) {
      ask(table, rows);
      table.dispatchEvent(new CustomEvent("grid:changed", { bubbles: true }));
    },
    explain: (row) => explain(table, row),
  };
  keysListen(table, grid);
  pasteListen(table, grid);
  besideListen(table);
  watchLength(table);
  table.addEventListener("change", (event) => {
    const row = event.target.closest("tbody tr");
    if (!row) return;
    splitUnit(row, event.target);
    ask(table, [row]);
  });
  table.addEventListener("grid:changed", () => total(table));
  table.addEventListener("focusin", (event) => offerUnits(table, event.target));
  table.addEventListener("click", (event) => {
    const row = event.target.closest("tbody tr");
    if (event.target.closest("[data-remove-line]")) removeRow(table, row);
    else if (row && event.target.closest('[data-of-line="price"]')) explain(table, row);
  });
  form.addEventListener("change", (event) => {
    const asked = (table.dataset.askWith ?? "").split(" ");
    if (!event.target.closest("table") && asked.includes(event.target.name)) ask(table, rowsOf(table));
  });
  form.addEventListener("submit", () => closeUp(table), true);
  document.querySelector(`[data-undo-of="${table.id}"]`)?.addEventListener("click", () => undo(table));
  document.querySelector(`[data-wrong-of="${table.id}"] button`)?.addEventListener("click", () => focus(table.querySelector("tbody [aria-invalid=true]")));

  const first = rowsOf(table).filter((row) => !isEmpty(row));
  const wrongAlready = new Set(first.filter((row) => row.querySelector("[aria-invalid=true]")));
  for (const row of wrongAlready) row.classList.add("wrong");
  total(table);
  // Lines that came without their figures are asked about at once, stored ones when they come into sight.
  ask(table, first.filter((row) => !row.dataset.amount && !wrongAlready.has(row)));
  if (!table.dataset.ask || !first.some((row) => row.dataset.amount)) return;
  const sight = new IntersectionObserver((seen) => {
    const rows = seen.filter((each) => each.isIntersecting).map((each) => each.target);
    for (const row of rows) sight.unobserve(row);
    ask(table, rows.filter((row) => row.isConnected && !answerOf(row)));
  }, { rootMargin: "200px" });
  for (const row of first) if (row.dataset.amount) sight.observe(row);
}

// "3 box" in the quantity is three boxes.
function splitUnit(row, cell) {
  if (!cell.name.endsWith("-qty") || !cellOf(row, "unit")) return;
  const found = /^([\d.,'’\s]+?)\s*([A-Za-z][A-Za-z0-9]{0,9})$/.exec(cell.value.trim());
  if (!found) return;
  cell.value = found[1].trim();
  cellOf(row, "unit").value = found[2].toUpperCase();
}

// The units of the line's item stand ready where its unit is typed.
function offerUnits(table, cell) {
  if (!cell.name?.endsWith("-unit")) return;
  cell.setAttribute("list", `${table.id}-units`);
  const offered = document.getElementById(`${table.id}-units`);
  offered?.replaceChildren(...(answerOf(cell.closest("tr"))?.units ?? []).map(({ unit, text }) => new Option(text, unit)));
}

function explain(table, row) {
  const dialog = document.getElementById(`${table.id}-why`);
  const told = answerOf(row);
  if (!dialog || !told?.steps) return false;
  dialog.querySelector("[data-why-title]").textContent = [valuesOf(row)[table.dataset.askFor], told.hints?.description].filter(Boolean).join(" · ");
  dialog.querySelector("tbody").replaceChildren(...told.steps.map((step) => {
    const line = document.createElement("tr");
    for (const [text, kind] of [[step.step], [step.text], [step.price, "num"]]) {
      const cell = line.insertCell();
      cell.textContent = text;
      if (kind) cell.className = kind;
    }
    return line;
  }));
  const back = document.activeElement;
  dialog.showModal();
  dialog.addEventListener("close", () => back?.focus(), { once: true });
  return true;
}
