// Lines pasted from a spreadsheet or a mail: one line of text is one line of the grid, its cells are parted by tabs.
// The first cell goes where the cursor stands; a heading row names the columns, otherwise what a cell looks like decides.
import { addRow, cellsOf, fieldOf, fieldsOf, headingOf, isEmpty, numberSoon, rowsOf, setCell } from "./rows.js";
import { fill, remember, say } from "./undo.js";

const MOST = 2000;
const DAY = /^\d{4}-\d{1,2}-\d{1,2}$|^\d{1,2}[./]\d{1,2}[./]\d{2,4}$/;
const NUMBER = /^[-−+]?[\d.,'’\s]*\d[\d.,'’\s]*$/;

export function listen(table, grid) {
  table.addEventListener("paste", (event) => {
    const cell = event.target.closest("input");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!cell || !/[\t\n\r]/.test(text.trim())) return; // a single value is pasted as everywhere
    event.preventDefault();
    const lines = cellsOfText(text).filter((line) => line.some((each) => each));
    if (lines.length) put(table, cell, lines.slice(0, MOST), grid);
  });
}

// Cells as spreadsheets copy them: tabs between, line ends inside quotation marks belong to the cell.
export function cellsOfText(text) {
  const lines = [[]];
  let cell = "";
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (quoted) {
      if (sign === '"' && text[at + 1] === '"') { cell += '"'; at += 1; } else if (sign === '"') quoted = false;
      else cell += sign === "\n" || sign === "\r" ? " " : sign;
    } else if (sign === '"' && cell === "") quoted = true;
    else if (sign === "\t" || sign === "\n") {
      lines.at(-1).push(cell.trim());
      cell = "";
      if (sign === "\n") lines.push([]);
    } else if (sign !== "\r") cell += sign;
  }
  lines.at(-1).push(cell.trim());
  return lines;
}

function put(table, cell, lines, grid) {
  const before = snapshot(table);
  const start = cell.closest("tr");
  const named = headings(table, lines[0]);
  const rows = named ? lines.slice(1) : lines;
  let row = start;
  let left = 0;
  const touched = [];
  for (const line of rows) {
    if (!row) row = addRow(table);
    const fields = named ?? guess(table, row, fieldOf(cell), line);
    line.forEach((text, at) => {
      if (!text) return;
      if (!fields[at] || !setCell(row, fields[at], text)) left += 1;
    });
    touched.push(row);
    row = row.nextElementSibling;
  }
  const last = touched.at(-1);
  if (last && !last.nextElementSibling) addRow(table);
  remember(table, () => { restore(table, before); grid.changed(rowsOf(table)); say(table, table.dataset.saidUnpasted); });
  grid.changed(touched);
  const said = fill(table.dataset.saidPasted, { lines: touched.length });
  say(table, left ? `${said} ${fill(table.dataset.saidLeftOut, { cells: left })}` : said, true);
  cellsOf(last?.nextElementSibling ?? start)[0]?.focus();
}

// A first row whose every cell is the heading of a column, or its field's name, names the columns.
function headings(table, line) {
  const known = new Map();
  for (const heading of table.tHead.querySelectorAll("th[data-field]")) {
    for (const word of [heading.dataset.field, heading.textContent, ...(heading.dataset.also ?? "").split(" ")]) known.set(word.trim().toLowerCase(), heading.dataset.field);
  }
  known.delete("");
  const fields = line.map((text) => known.get(text.toLowerCase()));
  return fields.length && fields[0] && fields.filter(Boolean).length >= Math.min(2, fields.length) ? fields : null;
}

// From the column of the cursor on: the next stop, then what fits: a day, a number as a price, a word as a unit.
function guess(table, row, first, line) {
  const cells = cellsOf(row);
  const names = cells.map(fieldOf);
  const from = names.indexOf(first);
  const stops = cells.filter((each) => "stop" in headingOf(each).dataset).map(fieldOf).filter((name) => names.indexOf(name) > from);
  const free = names.filter((name, at) => at > from && !stops.includes(name));
  return line.map((text, at) => {
    if (at === 0) return first;
    const stop = stops.shift();
    if (stop) return stop;
    const wanted = (free.filter((name) => fits(cells[names.indexOf(name)], text)))[0];
    if (wanted) free.splice(free.indexOf(wanted), 1);
    return wanted;
  });
}

function fits(cell, text) {
  const { kind, pasted } = headingOf(cell).dataset;
  if (DAY.test(text)) return false; // a document has one day, above its lines
  if (NUMBER.test(text)) return kind === "number" && pasted !== undefined;
  return kind === "code" || (kind === "text" && text.length > 12);
}

function snapshot(table) {
  return rowsOf(table).map((row) => ({ row, values: fieldsOf(row).map((cell) => cell.value) }));
}

function restore(table, before) {
  table.tBodies[0].replaceChildren(...before.map(({ row, values }) => {
    fieldsOf(row).forEach((cell, at) => { cell.value = values[at]; });
    return row;
  }));
  numberSoon(table);
  if (!rowsOf(table).some(isEmpty)) addRow(table);
}
