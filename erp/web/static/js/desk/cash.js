// The cash desk by keyboard: arrows choose a debt, Space settles it, S suggests, W writes the rest off, Enter applies.
import { readMinor, writeMinor } from "./amounts.js";
import { go, listen } from "./keys.js";
import { looker, showFirst } from "./look.js";

const table = document.querySelector("table[data-cash-desk]");
if (table) start(table);
else listen({ n: () => go(1), p: () => go(-1) });

function start(table) {
  const form = table.closest("form");
  const told = table.dataset;
  const places = Number(told.minorUnits);
  const credit = readMinor(told.credit, places);
  const limit = readMinor(told.limit, places);
  const rows = [...table.tBodies[0].rows];
  const field = (row, name) => row.querySelector(`[data-field="${name}"]`);
  const typed = (row, name) => readMinor(field(row, name).value, places, told.point);
  const fill = (row, name, units) => { field(row, name).value = units ? writeMinor(units, places, told) : ""; };
  const sum = (name) => rows.reduce((all, row) => all + typed(row, name), 0n);
  const openOf = (row) => readMinor(row.dataset.open, places);
  const discountOf = (row) => readMinor(row.dataset.discount, places);
  const isChosen = (row) => ["amount", "discount_amount", "write_off_amount"].some((name) => typed(row, name));
  const place = document.querySelector("[data-look-at]");
  const hint = place.textContent;
  const look = looker(form, told.look, place, told.saidSilent);
  const say = (text) => { form.querySelector("[data-said]").textContent = text; };
  let current = rows[0];
  let ways = null;
  let way = -1;
  const unseen = showFirst(form, look);

  const focus = (row, name = "amount") => {
    if (!row) return false;
    current = row;
    for (const each of rows) each.toggleAttribute("aria-current", each === row);
    field(row, name).focus();
    field(row, name).select();
    return true;
  };
  const move = (step) => (event) => focus(rows[rows.indexOf(current) + step], event.target.dataset?.field ?? "amount");

  function changed() {
    unseen();
    const left = credit - sum("amount");
    const shown = { amount: sum("amount"), discount_amount: sum("discount_amount"), write_off_amount: sum("write_off_amount"), left };
    for (const [name, units] of Object.entries(shown)) {
      const figure = form.querySelector(`[data-sum="${name}"]`);
      figure.textContent = writeMinor(units, places, told);
      figure.classList.toggle("neg", units < 0n);
    }
    form.querySelector('[data-sum="left"]').classList.toggle("settled", left === 0n);
    for (const row of rows) {
      row.querySelector("[data-tick]").checked = isChosen(row);
      row.classList.toggle("chosen", isChosen(row));
    }
    if (left < 0n) say(told.saidOver);
    if (rows.some(isChosen)) look.soon();
    else look.forget(hint);
  }

  // In full, less the discount that terms still allow; where the money is short of that, as far as it reaches.
  function tick(row) {
    say("");
    if (isChosen(row)) { clear(row); changed(); return; }
    const left = credit - sum("amount");
    const open = openOf(row);
    const discount = left === open ? 0n : discountOf(row);
    if (left <= 0n) { say(told.saidEmpty); row.querySelector("[data-tick]").checked = false; return; }
    const whole = left >= open - discount;
    fill(row, "amount", whole ? open - discount : left);
    fill(row, "discount_amount", whole ? discount : 0n);
    changed();
  }

  function clear(row) {
    for (const name of ["amount", "discount_amount", "write_off_amount"]) field(row, name).value = "";
  }

  function toggleDiscount(row) {
    const discount = discountOf(row);
    if (!discount && !typed(row, "discount_amount")) { say(told.saidNoDiscount); return; }
    const taken = typed(row, "discount_amount") ? 0n : discount;
    fill(row, "discount_amount", taken);
    if (typed(row, "amount") + taken + typed(row, "write_off_amount") > openOf(row)) fill(row, "amount", openOf(row) - taken - typed(row, "write_off_amount"));
    say("");
    changed();
  }

  function writeOff(row) {
    const rest = openOf(row) - typed(row, "amount") - typed(row, "discount_amount");
    if (rest <= 0n) return;
    if (rest > limit) { say(told.saidLimit); return; }
    fill(row, "write_off_amount", typed(row, "write_off_amount") ? 0n : rest);
    say("");
    changed();
  }

  async function suggest() {
    try {
      ways ??= await (await fetch(told.suggest, { headers: { Accept: "application/json" } })).json();
    } catch {
      say(told.saidSilent);
      return;
    }
    if (!Array.isArray(ways) || !ways.length) { say(told.saidNone); return; }
    way = (way + 1) % ways.length;
    for (const row of rows) {
      clear(row);
      for (const [name, value] of Object.entries(ways[way].lines[row.dataset.item] ?? {})) field(row, name).value = value;
    }
    focus(rows.find(isChosen));
    changed();
    say(told.saidSuggestion.replace("{at}", way + 1).replace("{count}", ways.length).replace("{why}", ways[way].why));
  }

  table.addEventListener("input", (event) => { if (event.target.matches("[data-field]")) changed(); });
  table.addEventListener("change", (event) => { if (event.target.matches("[data-tick]")) { focus(event.target.closest("tr")); tick(current); } });
  table.addEventListener("focusin", (event) => {
    const row = event.target.closest("tbody tr");
    if (!row || row === current && row.hasAttribute("aria-current")) return;
    current = row;
    for (const each of rows) each.toggleAttribute("aria-current", each === row);
  });
  form.querySelector("[data-suggest-button]").addEventListener("click", suggest);
  listen({
    ArrowDown: move(1), ArrowUp: move(-1), " ": () => tick(current), s: () => { suggest(); }, d: () => toggleDiscount(current), w: () => writeOff(current),
    x: () => { rows.forEach(clear); changed(); say(""); }, n: () => go(1), p: () => go(-1), Enter: (event) => { if (event.target.closest("form") === form) return false; form.requestSubmit(); return true; },
  });
  changed();
  if (!form.querySelector("[autofocus]")) focus(rows.find((row) => row.querySelector("[aria-invalid]")) ?? rows.find(isChosen) ?? rows[0]);
}
