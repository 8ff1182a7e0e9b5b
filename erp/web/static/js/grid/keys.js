// A grid by keyboard: Enter goes from stop to stop and on to the next line, arrows up and down the column,
// Ctrl+Delete takes a line away, Ctrl+Z brings it back, Ctrl+Insert makes room, F2 explains the price, F8 finds what is wrong.
import { addRow, cellOf, cellsOf, headingOf, isEmpty, numberSoon, rowsOf } from "./rows.js";
import { canUndo, fill, remember, say, undo } from "./undo.js";

export function listen(table, grid) {
  let typedSince = false; // Ctrl+Z belongs to the field while something was typed into it
  table.addEventListener("focusin", () => { typedSince = false; });
  table.addEventListener("input", (event) => {
    typedSince = true;
    const row = event.target.closest("tbody tr");
    if (row && !row.nextElementSibling) addRow(table);
  });
  table.addEventListener("erp:taken", (event) => onward(table, event.target, true));
  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("input, select");
    if (!cell || event.defaultPrevented) return;
    const act = commandOf(event, typedSince);
    if (!act) return;
    if (act(table, cell, grid) !== false) event.preventDefault();
  });
}

function commandOf(event, typedSince) {
  const control = event.ctrlKey || event.metaKey;
  if (event.altKey) return null;
  if (event.key === "Enter" && !control) return (table, cell) => (event.shiftKey ? back(table, cell) : onward(table, cell));
  if (control && event.key === "Delete") return (table, cell) => removeRow(table, cell.closest("tr"));
  if (control && event.key === "Insert") return (table, cell) => insertRow(table, cell.closest("tr"));
  if (control && event.key.toLowerCase() === "z" && !event.shiftKey) return (table) => !typedSince && canUndo(table) && undo(table);
  if (control) return null;
  if (event.key === "F2") return (table, cell, grid) => grid.explain(cell.closest("tr"));
  if (event.key === "F8") return (table, cell) => toWrong(table, cell);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") return (table, cell) => cell.tagName === "INPUT" && vertically(cell, event.key === "ArrowDown" ? 1 : -1);
  return null;
}

const stopsOf = (row) => cellsOf(row).filter((cell) => isStop(row, headingOf(cell)));
const isStop = (row, heading) => "stop" in heading.dataset && !(heading.dataset.unless && cellOf(row, heading.dataset.unless)?.value.trim());

// An item that was chosen is followed by the next stop even where another row's event asked for it.
function onward(table, cell, taken = false) {
  const row = cell.closest("tr");
  if (!taken && isEmpty(row) && rowsOf(table).slice(row.rowIndex - table.tHead.rows.length).every(isEmpty)) {
    const button = table.closest("form")?.querySelector("button[type=submit]");
    if (button) { button.focus(); return; }
  }
  const cells = cellsOf(row);
  const later = stopsOf(row).find((stop) => cells.indexOf(stop) > cells.indexOf(cell));
  focus(later ?? stopsOf(row.nextElementSibling ?? addRow(table))[0]);
}

function back(table, cell) {
  const row = cell.closest("tr");
  const cells = cellsOf(row);
  const earlier = stopsOf(row).filter((stop) => cells.indexOf(stop) < cells.indexOf(cell)).pop();
  const above = row.previousElementSibling;
  focus(earlier ?? (above ? stopsOf(above).pop() : null));
}

function vertically(cell, step) {
  const row = cell.closest("tr");
  const beside = step > 0 ? row.nextElementSibling : row.previousElementSibling;
  if (!beside) return false;
  focus(cellsOf(beside)[cellsOf(row).indexOf(cell)]);
  return true;
}

export function focus(cell) {
  if (!cell) return;
  cell.focus();
  cell.select?.();
}

export function removeRow(table, row) {
  const place = rowsOf(table).indexOf(row);
  const held = cellsOf(row).indexOf(document.activeElement);
  const next = row.nextElementSibling ?? row.previousElementSibling ?? addRow(table);
  row.remove();
  numberSoon(table);
  remember(table, () => {
    table.tBodies[0].insertBefore(row, rowsOf(table)[place] ?? null);
    numberSoon(table);
    table.dispatchEvent(new CustomEvent("grid:changed", { bubbles: true }));
    focus(cellsOf(row)[0]);
    say(table, fill(table.dataset.saidBack, { line: place + 1 }));
  });
  focus(cellsOf(next)[Math.max(held, 0)]);
  table.dispatchEvent(new CustomEvent("grid:changed", { bubbles: true }));
  say(table, fill(table.dataset.saidRemoved, { line: place + 1 }), true);
}

function insertRow(table, row) {
  focus(stopsOf(addRow(table, row))[0]);
}

function toWrong(table, cell) {
  const wrong = [...table.querySelectorAll("tbody [aria-invalid=true]")];
  if (!wrong.length) { say(table, table.dataset.saidNoneWrong); return; }
  const here = wrong.findIndex((each) => each.compareDocumentPosition(cell) & Node.DOCUMENT_POSITION_PRECEDING && each !== cell);
  focus(wrong[here] ?? wrong[0]);
}

