// Lists by keyboard: J and K (or the arrows, once in the list) go from row to row, Enter opens, Space ticks, Shift with
// an arrow ticks all rows on the way, / goes to the filters. Columns are put in order; the bar says how many rows are ticked.
const list = document.querySelector("table[data-list]");
const rows = () => [...list.tBodies[0].rows].filter((row) => !row.querySelector(".empty-cell"));
const boxOf = (row) => row?.querySelector("input[name=ids]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
  if (moveColumn(event)) return;
  if (leaveFilters(event)) return;
  const typing = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
  if (typing || event.altKey) return;
  if (event.key === "/") {
    const field = document.querySelector("form.filters input:not([type=hidden]):not([type=checkbox]), form.filters select");
    if (!field) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // the search of the top bar would take it, where there is no filter
    field.focus();
    field.select?.();
    return;
  }
  if (!list) return;
  const at = event.target.closest?.("table[data-list] tbody tr");
  const step = stepOf(event.key, Boolean(at));
  if (step) {
    event.preventDefault();
    go(at, step, event.shiftKey);
  } else if (event.key === " " && at && event.target !== boxOf(at) && boxOf(at)) {
    event.preventDefault();
    boxOf(at).click();
  }
}, true);

// The filters have the cursor when a list opens: an arrow down goes on to the rows, Escape leaves the field.
function leaveFilters(event) {
  const field = event.target.closest?.("form.filters input[type=text]");
  if (!field || event.altKey || event.defaultPrevented || field.closest("erp-lookup")) return false;
  if (event.key === "ArrowDown" && list && rows().length) {
    event.preventDefault();
    go(null, 1, false);
  } else if (event.key === "Escape") {
    field.blur();
  }
  return event.key === "ArrowDown" || event.key === "Escape";
}

function stepOf(key, inList) {
  if (key === "j" || key === "J" || (inList && key === "ArrowDown")) return 1;
  if (key === "k" || key === "K" || (inList && key === "ArrowUp")) return -1;
  return 0;
}

function go(from, step, ticking) {
  const all = rows();
  const to = all[from ? all.indexOf(from) + step : step > 0 ? 0 : all.length - 1];
  if (!to) return;
  if (ticking) for (const row of [from, to]) tick(row);
  for (const row of all) row.classList.toggle("at", row === to);
  const place = to.querySelector("td a[href]") ?? boxOf(to);
  if (!place) to.tabIndex = -1;
  (place ?? to).focus();
  to.scrollIntoView({ block: "nearest" });
}

function tick(row) {
  const box = boxOf(row);
  if (box && !box.checked) box.click();
}

// A click with Shift ticks every row since the last click.
let last = null;
list?.addEventListener("click", (event) => {
  const box = event.target.closest("input[name=ids]");
  if (!box) return;
  const boxes = rows().map(boxOf);
  if (event.shiftKey && last && event.isTrusted) {
    const [first, end] = [boxes.indexOf(last), boxes.indexOf(box)].sort((one, other) => one - other);
    for (const between of boxes.slice(first, end + 1)) between.checked = box.checked;
  }
  last = box;
});

const bar = document.querySelector("form[data-row-actions]");
if (bar) {
  const count = bar.querySelector("[data-row-count]");
  const whole = bar.elements.all;
  const tell = () => {
    const ticked = rows().filter((row) => boxOf(row).checked).length;
    const some = ticked > 0 || whole?.checked;
    count.textContent = ticked ? count.dataset.some.replace("#", ticked) : count.dataset.none;
    bar.classList.toggle("some", Boolean(some));
    for (const button of bar.querySelectorAll("button")) button.disabled = !some;
    for (const row of rows()) row.classList.toggle("ticked", boxOf(row).checked);
    const every = list.querySelector("[data-tick-all]");
    every.checked = ticked > 0 && ticked === rows().length;
    every.indeterminate = ticked > 0 && !every.checked;
  };
  document.addEventListener("change", (event) => { if (event.target.form === bar || event.target.closest("table[data-list]")) tell(); });
  addEventListener("pageshow", tell); // coming back, the browser ticks the boxes again without a word
  tell();
}

// The columns of a list: the buttons, or Alt with an arrow, move one up or down.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("form[data-columns] [data-move]");
  if (button) move(button.closest("li"), button.dataset.move === "up", button);
});

function moveColumn(event) {
  const entry = event.altKey && event.target.closest?.("form[data-columns] li");
  if (!entry || !["ArrowUp", "ArrowDown"].includes(event.key)) return false;
  event.preventDefault();
  move(entry, event.key === "ArrowUp", event.target);
  return true;
}

function move(entry, up, focused) {
  const beside = up ? entry.previousElementSibling : entry.nextElementSibling;
  if (!beside) return;
  if (up) beside.before(entry);
  else beside.after(entry);
  focused.focus();
}
