// The line grid of quotes and orders: after each change the server prices the line, and the answer stands beside it.
// A table says where to ask with data-price-lines; customer and warehouse are fields of the same form.
const FIELDS = ["item", "description", "qty", "unit", "unit_price", "discount_percent", "reason"];
const asking = new WeakMap();

document.addEventListener("change", (event) => {
  const row = event.target.closest?.("table[data-price-lines] tbody tr");
  if (row) { ask(row); return; }
  if (event.target.matches?.("[name=warehouse_id]")) {
    for (const each of document.querySelectorAll("table[data-price-lines] tbody tr")) ask(each);
  }
});

document.addEventListener("input", (event) => {
  if (event.target.closest?.("table[data-price-lines]")) total(event.target.closest("table"));
});

async function ask(row) {
  const table = row.closest("table");
  const typed = valuesOf(row);
  asking.get(row)?.abort();
  if (!typed.item) { tell(row, {}); total(table); return; }
  const pending = new AbortController();
  asking.set(row, pending);
  const form = table.closest("form");
  const url = new URL(table.dataset.priceLines, location.href);
  for (const [name, value] of Object.entries({ ...typed, qty: typed.qty || "1" })) if (value) url.searchParams.set(name, value);
  for (const name of ["customer", "warehouse_id"]) {
    const value = form.elements[name]?.value;
    if (value) url.searchParams.set(name, value);
  }
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json" }, signal: pending.signal });
    const told = await answer.json();
    tell(row, answer.ok ? { ...told, amount: typed.qty ? told.amount : "", shown_amount: typed.qty ? told.shown_amount : "" } : { problem: told.error?.message ?? "This line cannot be priced." });
  } catch (error) {
    if (error.name === "AbortError") return;
    tell(row, { problem: "The server did not answer; the line is priced when the page is saved." });
  }
  total(table);
}

function valuesOf(row) {
  const values = {};
  for (const name of FIELDS) {
    const cell = row.querySelector(`[name$="-${name}"]`);
    if (cell) values[name] = cell.value.trim();
  }
  return values;
}

function tell(row, told) {
  const say = (name, text) => { const place = row.querySelector(`[data-of-line="${name}"]`); if (place) place.textContent = text ?? ""; };
  say("price", told.price);
  say("amount", told.shown_amount);
  say("free", told.free);
  say("margin", told.margin);
  say("why", told.problem ?? (told.why ?? []).map((step) => `${step.step} ${step.text} ${step.price}`).join(" · "));
  row.dataset.amount = told.amount ?? "";
  const why = row.querySelector('[data-of-line="why"]');
  if (why) {
    why.title = why.textContent;
    why.classList.toggle("mark-text", Boolean(told.problem));
  }
  row.querySelector('[data-of-line="free"]')?.classList.toggle("neg", Boolean(told.short));
  const unit = row.querySelector('[name$="-unit"]');
  if (unit) unit.placeholder = told.unit ?? "";
  const description = row.querySelector('[name$="-description"]');
  if (description) description.placeholder = told.description ?? "";
}

// Money is added in whole minor units, never in floating point.
function total(table) {
  const place = document.querySelector(`[data-total-of="${table.id}"]`);
  if (!place) return;
  const places = Number(place.dataset.minorUnits ?? 2);
  let sum = 0n;
  for (const row of table.querySelectorAll("tbody tr")) sum += minor(row.dataset.amount, places);
  const digits = String(sum < 0n ? -sum : sum).padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places).replace(/\B(?=(\d{3})+$)/g, ",");
  place.textContent = `${sum < 0n ? "-" : ""}${whole}${places ? `.${digits.slice(-places)}` : ""}`;
}

function minor(text, places) {
  const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text ?? "");
  if (!found) return 0n;
  const units = BigInt(found[2] + (found[3] ?? "").padEnd(places, "0").slice(0, places));
  return found[1] ? -units : units;
}

// A page that comes back refused still holds what was typed: its lines are priced again, those the server priced are not.
for (const table of document.querySelectorAll("table[data-price-lines]")) {
  total(table);
  for (const row of table.querySelectorAll("tbody tr")) if (!row.dataset.amount && valuesOf(row).item) ask(row);
}
