// After each change the server looks at the changed lines, many in one question, and its answer stands beside each.
// What is wrong with a line is said on the line; what was typed stays.
import { cellOf, fieldOf, fieldsOf, isEmpty, rowsOf, valuesOf } from "./rows.js";

const AT_ONCE = 100;
const answers = new WeakMap(); // row -> what the server said last
const waiting = new WeakMap(); // table -> rows to be asked about
const turns = new WeakMap(); // row -> its latest question; an older answer is dropped

export const answerOf = (row) => answers.get(row);

export function ask(table, rows) {
  if (!table.dataset.ask) { total(table); return; }
  if (!waiting.has(table)) waiting.set(table, new Set());
  const set = waiting.get(table);
  for (const row of rows) {
    if (valuesOf(row)[table.dataset.askFor]) set.add(row);
    else { turns.set(row, {}); tell(table, row, {}); }
  }
  if (!table.dataset.asking && set.size) { table.dataset.asking = "yes"; setTimeout(() => send(table), 0); }
  total(table);
}

async function send(table) {
  const set = waiting.get(table);
  while (set.size) {
    const rows = [...set].filter((row) => row.isConnected).slice(0, AT_ONCE);
    if (!rows.length) { set.clear(); break; }
    const turn = {};
    for (const row of rows) { set.delete(row); turns.set(row, turn); }
    await question(table, rows, turn);
    total(table);
  }
  delete table.dataset.asking;
  table.dispatchEvent(new CustomEvent("grid:answered", { bubbles: true }));
}

async function question(table, rows, turn) {
  const form = table.closest("form");
  const body = new URLSearchParams();
  for (const name of ["csrf_token", ...(table.dataset.askWith ?? "").split(" ")]) {
    const value = form.elements[name]?.value;
    if (value) body.set(name, value);
  }
  const places = rows.map((row) => row.sectionRowIndex); // what is said of line 7 calls it line 7
  rows.forEach((row, at) => {
    for (const [field, value] of Object.entries(valuesOf(row))) body.set(`lines-${places[at]}-${field}`, value);
  });
  try {
    const answer = await fetch(table.dataset.ask, { method: "POST", headers: { Accept: "application/json" }, body });
    const told = await answer.json();
    rows.forEach((row, at) => {
      if (turns.get(row) !== turn) return;
      tell(table, row, answer.ok ? told.lines[places[at]] ?? {} : { problems: { [table.dataset.askFor]: told.error?.message ?? table.dataset.saidSilent } });
    });
  } catch {
    for (const row of rows) if (turns.get(row) === turn) tell(table, row, { problems: { "": table.dataset.saidSilent } });
  }
}

// While a button is being pressed nothing moves: a message that comes or goes would take the button away from under it.
let pressed = false;
const held = [];
document.addEventListener("pointerdown", () => { pressed = true; }, true);
for (const kind of ["pointerup", "pointercancel"]) {
  document.addEventListener(kind, () => setTimeout(() => { pressed = false; held.splice(0).forEach((act) => act()); }), true);
}

function tell(table, row, told) {
  if (pressed) { held.push(() => { tell(table, row, told); total(table); }); return; }
  answers.set(row, told);
  for (const place of row.querySelectorAll("[data-of-line]")) {
    const name = place.dataset.ofLine;
    if (name === "problem") continue;
    place.textContent = told.shown?.[name] ?? "";
    place.classList.toggle("neg", Boolean(told.short?.includes(name)));
  }
  row.dataset.amount = told.amount ?? "";
  for (const [field, text] of Object.entries(told.hints ?? {})) {
    const cell = cellOf(row, field);
    if (cell) cell.placeholder = text;
  }
  mark(row, told.problems ?? {});
}

function mark(row, problems) {
  const place = row.querySelector('[data-of-line="problem"]');
  if (place) place.textContent = Object.values(problems).join(" ");
  for (const cell of fieldsOf(row)) {
    const wrong = fieldOf(cell) in problems;
    cell.classList.toggle("is-invalid", wrong);
    if (wrong) {
      cell.setAttribute("aria-invalid", "true");
      if (place?.id) cell.setAttribute("aria-describedby", place.id);
    } else {
      cell.removeAttribute("aria-invalid");
      cell.removeAttribute("aria-describedby");
    }
  }
  row.classList.toggle("wrong", Object.keys(problems).length > 0);
}

// Money is added in whole minor units, never in floating point.
export function total(table) {
  const rows = rowsOf(table).filter((row) => !isEmpty(row));
  const say = (what, text) => { for (const place of document.querySelectorAll(`[data-${what}-of="${table.id}"]`)) place.textContent = text; };
  say("count", String(rows.length));
  const wrong = rows.filter((row) => row.classList.contains("wrong")).length;
  for (const place of document.querySelectorAll(`[data-wrong-of="${table.id}"]`)) {
    place.hidden = !wrong;
    place.querySelector("b").textContent = String(wrong);
  }
  for (const place of document.querySelectorAll(`[data-total-of="${table.id}"]`)) {
    const places = Number(place.dataset.minorUnits ?? 2);
    const source = place.dataset.sum; // a column to add; without one the amounts the server gave
    let sum = 0n;
    for (const row of rows) sum += minor(source ? plain(cellOf(row, source)?.value ?? "", place.dataset.point) : row.dataset.amount, places);
    place.textContent = shown(sum, places, place.dataset.group ?? ",", place.dataset.point ?? ".");
    place.dataset.value = String(sum);
  }
}

function shown(sum, places, group, point) {
  const digits = String(sum < 0n ? -sum : sum).padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places).replace(/\B(?=(\d{3})+$)/g, group);
  return `${sum < 0n ? "-" : ""}${whole}${places ? `${point}${digits.slice(-places)}` : ""}`;
}

function plain(text, point = ".") {
  const other = point === "." ? "," : ".";
  return text.replace(/[\s'’]/g, "").replaceAll(other, "").replace(point, ".");
}

function minor(text, places) {
  const found = /^(-?)(\d*)(?:\.(\d+))?$/.exec(text ?? "");
  if (!found || (!found[2] && !found[3])) return 0n;
  const units = BigInt((found[2] || "0") + (found[3] ?? "").padEnd(places, "0").slice(0, places));
  return found[1] ? -units : units;
}
