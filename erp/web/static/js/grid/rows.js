// The rows of a grid: reading and writing their cells, adding, removing and numbering them.
// Field names are lines-<n>-<field>; n is the row's place, so that what the server says of line 4 is line 4.
export const rowsOf = (table) => [...table.tBodies[0].rows];
export const cellsOf = (row) => [...row.querySelectorAll("input:not([type=hidden]), select")];
export const fieldsOf = (row) => [...row.querySelectorAll("input, select")];
export const cellOf = (row, field) => row.querySelector(`[name$="-${field}"]`);
export const fieldOf = (cell) => cell.name.slice(cell.name.lastIndexOf("-") + 1);

export const headingOf = (cell) => cell.closest("table").tHead.rows[0].cells[cell.closest("td").cellIndex];

export function valuesOf(row) {
  const values = {};
  for (const cell of fieldsOf(row)) {
    if (cell.type === "checkbox" && !cell.checked) continue;
    if (cell.value.trim()) values[fieldOf(cell)] = cell.value.trim();
  }
  return values;
}

// A choice alone does not make a line: something must have been typed.
export function isEmpty(row) {
  return fieldsOf(row).every((cell) => cell.tagName === "SELECT" || cell.type === "checkbox" || !cell.value.trim());
}

export function setCell(row, field, value) {
  const cell = cellOf(row, field);
  if (!cell) return false;
  if (cell.tagName === "SELECT") {
    const wanted = value.toLowerCase();
    const option = [...cell.options].find((each) => each.value.toLowerCase() === wanted || each.text.toLowerCase() === wanted || each.text.toLowerCase().startsWith(`${wanted} `));
    if (!option) return false;
    cell.value = option.value;
  } else {
    cell.value = value;
  }
  return true;
}

export function blankRow(table) {
  const fresh = table.tBodies[0].rows[0].cloneNode(true);
  delete fresh.dataset.amount;
  fresh.classList.remove("wrong");
  fresh.removeAttribute("aria-current");
  for (const cell of fieldsOf(fresh)) {
    if (cell.type === "checkbox") cell.checked = false;
    else if (cell.tagName === "SELECT") cell.selectedIndex = 0;
    else { cell.value = ""; cell.removeAttribute("value"); cell.placeholder = ""; }
    cell.classList.remove("is-invalid");
    for (const name of ["aria-invalid", "aria-describedby", "aria-activedescendant", "aria-controls", "aria-expanded", "aria-autocomplete", "autofocus", "role", "list"]) cell.removeAttribute(name);
  }
  for (const text of fresh.querySelectorAll("[data-of-line]")) { text.textContent = ""; text.classList.remove("neg"); }
  return fresh;
}

export function addRow(table, before = null) {
  const fresh = blankRow(table);
  table.tBodies[0].insertBefore(fresh, before);
  if (before) numberSoon(table);
  numberRow(fresh, table.tBodies[0].rows.length - 1, table);
  return fresh;
}

// Numbering 500 lines anew takes a moment, so it waits until nobody types; it is done before anything is sent.
export function numberSoon(table) {
  if (table.dataset.toNumber) return;
  table.dataset.toNumber = "yes";
  if (table.tBodies[0].rows.length <= 60) numberNow(table);
  else (window.requestIdleCallback ?? setTimeout)(() => numberNow(table));
}

export function numberNow(table) {
  if (!table.dataset.toNumber) return;
  delete table.dataset.toNumber;
  rowsOf(table).forEach((row, place) => numberRow(row, place, table));
}

function numberRow(row, place, table) {
  const stem = `${table.dataset.grid}-${place + Number(table.dataset.first)}-`;
  const fields = fieldsOf(row);
  if (!fields.length || fields[0].name.startsWith(stem)) return;
  for (const cell of fields) {
    cell.name = stem + fieldOf(cell);
    const label = cell.getAttribute("aria-label");
    if (label) cell.setAttribute("aria-label", label.replace(/\d+$/, String(place + 1)));
    if (cell.hasAttribute("aria-describedby")) cell.setAttribute("aria-describedby", `${stem}problem`);
  }
  const problem = row.querySelector('[data-of-line="problem"]');
  if (problem) problem.id = `${stem}problem`;
}

// Before the form is sent, its filled lines are numbered without gaps; blank ones come last.
export function closeUp(table) {
  const rows = rowsOf(table);
  const filled = rows.filter((row) => !isEmpty(row));
  if (!rows.slice(0, filled.length).every((row, place) => row === filled[place])) table.tBodies[0].prepend(...filled);
  table.dataset.toNumber = "yes";
  numberNow(table);
}
