// <erp-lookup source="/url">: suggestions under a code field. The field always holds and sends the code itself.
// One list serves every field of the page, so that a grid of 500 lines costs nothing; it lies above everything else.
// with="warehouse_id customer" sends those fields of the form along.
const list = document.createElement("ul");
list.className = "lookup-list";
list.id = "suggestions";
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", document.documentElement.dataset.suggestions ?? "");
list.hidden = true;
list.popover = "manual";
document.body.append(list);

let input = null; // the field that is being asked for
let chosen = 0;
let timer = 0;
let pending = null;
let eager = false; // Enter was pressed before the answer came

// In a grid the heading of the column says where to ask.
function sourceOf(field) {
  const own = field.closest("erp-lookup");
  if (own) return { source: own.getAttribute("source"), along: own.getAttribute("with") ?? "" };
  const cell = field.closest("table[data-grid] td");
  const heading = cell?.closest("table").tHead.rows[0].cells[cell.cellIndex];
  return heading?.dataset.source ? { source: heading.dataset.source, along: heading.dataset.with } : null;
}

const fieldOf = (event) => (event.target.matches?.("input") && sourceOf(event.target) ? event.target : null);

document.addEventListener("focusin", (event) => {
  const field = fieldOf(event);
  if (field !== input) close();
  if (!field) return;
  field.autocomplete = "off";
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", list.id);
});
document.addEventListener("focusout", (event) => { if (event.target === input) close(); });
document.addEventListener("input", (event) => {
  const field = fieldOf(event);
  if (!field) return;
  close();
  input = field;
  if (field.value.trim()) timer = setTimeout(ask, 80);
});
document.addEventListener("keydown", (event) => { if (fieldOf(event)) key(event); }, true);
list.addEventListener("mousedown", (event) => {
  event.preventDefault();
  const entry = event.target.closest("li");
  if (entry) take(entry);
});
addEventListener("resize", () => place());
document.addEventListener("scroll", () => place(), true);

async function ask() {
  timer = 0;
  const asking = input;
  pending = new AbortController();
  const { source, along } = sourceOf(asking);
  const url = new URL(source, location.href);
  url.searchParams.set("q", asking.value.trim());
  for (const name of along.split(" ").filter(Boolean)) {
    const value = asking.form?.elements[name]?.value;
    if (value) url.searchParams.set(name, value);
  }
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json" }, signal: pending.signal });
    const found = answer.ok ? await answer.json() : [];
    pending = null;
    if (asking === input) show(found);
  } catch (error) {
    if (error.name !== "AbortError") { pending = null; settle([]); }
  }
}

function show(found) {
  if (document.activeElement !== input) return; // the answer came after the cursor had gone on
  list.replaceChildren(...found.map((entry, index) => {
    const row = document.createElement("li");
    row.setAttribute("role", "option");
    row.id = `${list.id}-${index}`;
    row.dataset.code = entry.code;
    row.append(...[entry.code, entry.text, entry.extra].map((text) => {
      const part = document.createElement("span");
      part.textContent = text;
      return part;
    }));
    return row;
  }));
  if (eager && settle(found)) return;
  if (!found.length) { close(); return; }
  list.hidden = false;
  list.showPopover?.();
  input.setAttribute("aria-expanded", "true");
  place();
  choose(0);
}

// Enter came first: what was typed whole, or fits one thing only, is taken; nothing is chosen that nobody has seen.
function settle(found) {
  if (!eager) return false;
  eager = false;
  const typed = input.value.trim().toLowerCase();
  const exact = found.findIndex((entry) => entry.code.toLowerCase() === typed);
  if (exact >= 0 || found.length === 1) { take(list.children[Math.max(exact, 0)]); return true; }
  if (found.length) return false;
  const field = input;
  close();
  field.dispatchEvent(new Event("change", { bubbles: true }));
  field.dispatchEvent(new CustomEvent("erp:taken", { bubbles: true }));
  return true;
}

function place() {
  if (list.hidden || !input) return;
  const box = input.getBoundingClientRect();
  const height = list.offsetHeight;
  const above = box.bottom + height > innerHeight && box.top > height;
  list.style.top = `${above ? box.top - height - 2 : box.bottom + 2}px`;
  list.style.left = `${Math.max(4, Math.min(box.left, innerWidth - list.offsetWidth - 8))}px`;
}

function choose(index) {
  const rows = [...list.children];
  if (!rows.length) return;
  chosen = (index + rows.length) % rows.length;
  rows.forEach((row, number) => row.setAttribute("aria-selected", String(number === chosen)));
  input.setAttribute("aria-activedescendant", rows[chosen].id);
  rows[chosen].scrollIntoView({ block: "nearest" });
}

function key(event) {
  if (list.hidden) {
    if (event.key === "Enter" && (timer || pending) && input?.closest("[data-grid]")) {
      event.preventDefault();
      eager = true;
      if (timer) { clearTimeout(timer); ask(); }
    }
    return;
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
  } else if (event.key === "Enter" || event.key === "Tab") {
    if (event.key === "Enter") event.preventDefault();
    take(list.children[chosen], event.key === "Enter");
  } else if (event.key === "Escape") {
    event.stopPropagation();
    close();
  }
}

function take(entry, goOn = true) {
  const field = input;
  field.value = entry.dataset.code;
  close();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  close(); // what was taken needs no suggestions
  field.dispatchEvent(new Event("change", { bubbles: true }));
  if (goOn) field.dispatchEvent(new CustomEvent("erp:taken", { bubbles: true }));
}

function close() {
  clearTimeout(timer);
  timer = 0;
  pending?.abort();
  pending = null;
  eager = false;
  list.hidden = true;
  if (list.matches(":popover-open")) list.hidePopover();
  list.replaceChildren();
  input?.setAttribute("aria-expanded", "false");
  input?.removeAttribute("aria-activedescendant");
}
