// Line entry by keyboard: Enter goes to the next cell, arrows up and down the column, and the last row begets another.
document.addEventListener("keydown", (event) => {
  const cell = event.target.closest?.("table[data-entry] input, table[data-entry] select");
  if (!cell || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Enter" && !event.defaultPrevented && cell.type !== "submit") {
    event.preventDefault();
    next(cell)?.focus();
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && cell.tagName === "INPUT" && !event.defaultPrevented) {
    const below = besideInColumn(cell, event.key === "ArrowDown" ? 1 : -1);
    if (below) { event.preventDefault(); below.focus(); below.select?.(); }
  }
});

document.addEventListener("input", (event) => {
  const row = event.target.closest?.("table[data-entry] tbody tr");
  if (row && !row.nextElementSibling && cellsOf(row).length && !standsForRecord(row)) addRow(row);
});

function cellsOf(row) {
  return [...row.querySelectorAll("input:not([type=hidden]):not([type=checkbox]), select")];
}

// A row that names a record in a hidden field cannot beget another: there is only one of it.
function standsForRecord(row) {
  return [...row.querySelectorAll("input[type=hidden]")].some((field) => field.value);
}

function next(cell) {
  const all = [...cell.closest("table").querySelectorAll("tbody input:not([type=hidden]), tbody select")];
  return all[all.indexOf(cell) + 1];
}

function besideInColumn(cell, step) {
  const row = cell.closest("tr");
  const beside = step > 0 ? row.nextElementSibling : row.previousElementSibling;
  return beside ? cellsOf(beside)[cellsOf(row).indexOf(cell)] : undefined;
}

function addRow(row) {
  const index = indexOf(row);
  if (!Number.isNaN(index)) row.after(emptyCopy(row, index, index + 1));
}

// "Another lot": the same record once more, below, with its own lot and quantity. What names the record stays.
document.addEventListener("click", (event) => {
  const row = event.target.closest?.("table[data-entry] [data-another]")?.closest("tr");
  if (!row) return;
  const free = Math.max(...[...row.parentElement.rows].map(indexOf).filter((index) => !Number.isNaN(index))) + 1;
  const fresh = emptyCopy(row, indexOf(row), free, (cell) => cell.type === "hidden" || cell.closest("[data-stays]"));
  row.after(fresh);
  cellsOf(fresh)[0]?.focus();
});

function indexOf(row) {
  return Number(/-(\d+)-/.exec(cellsOf(row)[0]?.name)?.[1]);
}

function emptyCopy(row, index, number, stays = () => false) {
  const fresh = row.cloneNode(true);
  for (const list of fresh.querySelectorAll(".lookup-list, .mark-text")) list.remove();
  for (const [place, cell] of fresh.querySelectorAll("input, select").entries()) {
    cell.name = cell.name.replace(`-${index}-`, `-${number}-`);
    cell.id = cell.id.replace(`-${index}-`, `-${number}-`);
    cell.setAttribute("aria-label", cell.getAttribute("aria-label")?.replace(/\d+$/, number + 1) ?? "");
    cell.classList.remove("is-invalid");
    for (const name of ["aria-invalid", "aria-describedby", "aria-controls", "autofocus"]) cell.removeAttribute(name);
    if (stays(cell)) cell.value = row.querySelectorAll("input, select")[place].value;
    else if (cell.type === "checkbox") cell.checked = false;
    else if (cell.tagName === "INPUT") cell.value = "";
  }
  for (const text of fresh.querySelectorAll("[data-of-line]")) text.textContent = "";
  return fresh;
}
