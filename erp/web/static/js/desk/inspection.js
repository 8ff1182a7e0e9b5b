// The inspection desk by keyboard: 1 to 6 say what the goods are like, R F S U what becomes of them, Enter decides.
// A label scanned anywhere brings its goods up.
import { listenForScans } from "../scan/wedge.js";
import { readMinor, writeMinor } from "./amounts.js";
import { go, listen } from "./keys.js";
import { looker, showFirst } from "./look.js";
import { listen as picturesListen } from "./pictures.js";

const PLACES = 6;
const form = document.querySelector("form[data-inspection], #inspection-desk");
const find = document.querySelector("[data-scan-here]");

listenForScans();
document.addEventListener("scanned", (event) => {
  find.value = event.detail.code;
  find.form.requestSubmit();
});
const choosePicture = picturesListen();
const moves = { a: choosePicture, n: () => go(1), p: () => go(-1), g: () => { find.focus(); find.select(); } };
if (form) start(form, form.querySelector("[data-shares]"));
else listen(moves, { patient: true });

function start(form, shares) {
  const told = shares.dataset;
  const waiting = readMinor(told.waiting, PLACES);
  const rows = [...shares.tBodies[0].rows];
  const qty = (row) => row.querySelector("input[name$=-qty]");
  const of = (row) => readMinor(qty(row).value, PLACES, told.point);
  const fill = (row, units) => { qty(row).value = units ? trimmed(units) : ""; };
  const conditions = [...form.querySelectorAll("input[name=condition]")];
  const place = document.querySelector("[data-look-at]");
  const hint = place.textContent;
  const look = looker(form, told.look, place, told.saidSilent);
  const unseen = showFirst(form, look);
  const trimmed = (units) => {
    const whole = writeMinor(units, PLACES, { point: told.point });
    return whole.replace(/0+$/, "").replace(/\D$/, "");
  };

  function changed() {
    unseen();
    const decided = rows.reduce((sum, row) => sum + of(row), 0n);
    const state = form.querySelector("[data-decided]");
    state.textContent = told.saidDecided.replace("{decided}", decided ? trimmed(decided) : "0").replace("{waiting}", trimmed(waiting));
    state.classList.toggle("neg", decided > waiting);
    state.classList.toggle("settled", decided === waiting);
    for (const row of rows) row.classList.toggle("chosen", of(row) > 0n);
    if (decided > 0n && (!conditions.length || conditions.some((condition) => condition.checked))) look.soon();
    else look.forget(hint);
  }

  // What is not decided yet goes this way; where everything is, all of it does.
  function give(row) {
    const others = rows.filter((each) => each !== row).reduce((sum, each) => sum + of(each), 0n);
    if (others >= waiting) rows.forEach((each) => fill(each, 0n));
    fill(row, others >= waiting ? waiting : waiting - others);
    sayWhy(row);
    qty(row).focus();
    qty(row).select();
    changed();
  }

  // Scrap wants a reason: the condition, until somebody writes a better one.
  function sayWhy(row) {
    const reason = row.querySelector("input[name$=-reason]");
    const found = conditions.find((condition) => condition.checked);
    if (row.dataset.key === told.needsReason && !reason.value && found) reason.value = found.dataset.words;
  }

  const acts = { ...moves, Enter: (event) => { if (event.target.closest("form")) return false; form.requestSubmit(); return true; } };
  rows.forEach((row) => { acts[row.dataset.key] = () => give(row); });
  conditions.forEach((condition, at) => {
    const choose = () => { condition.checked = true; changed(); };
    choose.unless = (event) => event.target.matches("input[inputmode=decimal]"); // there a figure is a quantity
    acts[String(at + 1)] = choose;
  });
  shares.addEventListener("click", (event) => { const button = event.target.closest("[data-give]"); if (button) give(button.closest("tr")); });
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  listen(acts, { patient: true });
  changed();
}
