// A long form is kept on the server while it is typed: only what changed since the last save travels.
// A form asks for it with a hidden field data-keep (forms.keep); the server offers it again where it was not sent.
import { isEmpty, numberNow, rowsOf } from "./grid/rows.js";

const PAUSE = 700;
const LONGEST_PAUSE = 3000;
const AGAIN = 8000;
const NOT_KEPT = new Set(["csrf_token", "request_key", "shown_on", "kept_as"]);
const LARGEST_LAST_WORD = 60_000; // what a browser sends for a page that is being closed

for (const mark of document.querySelectorAll("input[data-keep]")) keep(mark);

function keep(mark) {
  const form = mark.form;
  const state = form.querySelector("[data-keep-state]");
  let last = null; // what the server has; null: not known, so everything is sent
  let savedNo = Number(mark.dataset.savedNo);
  let firstChange = 0;
  let timer = 0;
  let sending = null;
  let stopped = false;
  let unanswered = null; // a save whose answer was lost is repeated word for word, so that it counts once

  const say = (text, kind = "") => { if (state) { state.textContent = text; state.dataset.kind = kind; } };
  const later = (pause) => { clearTimeout(timer); timer = setTimeout(save, pause); };
  const changed = () => {
    if (stopped) return;
    firstChange ||= Date.now();
    say(mark.dataset.saving);
    later(Math.max(0, Math.min(PAUSE, firstChange + LONGEST_PAUSE - Date.now())));
  };
  for (const kind of ["input", "change", "grid:changed"]) form.addEventListener(kind, changed);
  form.addEventListener("submit", () => { stopped = true; clearTimeout(timer); });
  addEventListener("pageshow", () => { stopped = false; });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && firstChange && !stopped) save(true); });

  async function save(lastWord = false) {
    clearTimeout(timer);
    if (sending && !lastWord) { later(PAUSE); return; }
    const { now, body } = unanswered ?? fresh();
    if (lastWord && body.length > LARGEST_LAST_WORD) return;
    firstChange = 0;
    sending = fetch(mark.dataset.save, {
      method: "POST", body, keepalive: lastWord === true,
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": form.elements.csrf_token.value },
    });
    try {
      const answer = await sending;
      const told = await answer.json();
      unanswered = null;
      if (answer.ok) {
        last = now;
        savedNo = told.saved_no;
        if (!firstChange) say(mark.dataset.saved, "kept");
      } else if (answer.status === 409 || answer.status === 422) {
        stopped = true; // another window goes on with it
        say(told.error.message, "wrong");
      } else {
        unsaved(told.error?.message);
      }
    } catch {
      unanswered = { now, body };
      unsaved();
    }
    sending = null;
  }

  function fresh() {
    for (const table of form.querySelectorAll("table[data-grid]")) numberNow(table);
    const now = textsOf(form);
    return { now, body: JSON.stringify(changes(now)) };
  }

  function unsaved(text) {
    say(text ?? mark.dataset.unsaved, "wrong");
    firstChange ||= Date.now();
    later(AGAIN);
  }

  function changes(now) {
    const texts = {};
    for (const [name, value] of now) if (!last || last.get(name) !== value) texts[name] = value;
    const named = form.elements[mark.dataset.labelFrom ?? ""]?.value ?? "";
    return {
      save_id: crypto.randomUUID?.() ?? randomId(), since: savedNo, kind: mark.dataset.keep,
      label: [mark.dataset.label, named].filter(Boolean).join(" ").slice(0, 200), page: mark.dataset.page,
      action: new URL(form.action, location.href).pathname, line_count: linesOf(form), whole: !last,
      texts, removed: last ? [...last.keys()].filter((name) => !now.has(name)) : [],
    };
  }
}

function linesOf(form) {
  return [...form.querySelectorAll("table[data-grid]")].reduce((sum, table) => sum + rowsOf(table).filter((row) => !isEmpty(row)).length, 0);
}

function textsOf(form) {
  const texts = new Map();
  for (const field of form.elements) {
    if (!field.name || NOT_KEPT.has(field.name) || ["password", "file", "submit", "button"].includes(field.type)) continue;
    if ((field.type === "checkbox" || field.type === "radio") && !field.checked) continue;
    if (field.value) texts.set(field.name, field.value);
  }
  return texts;
}

// Addresses without a certificate have no randomUUID; chance is good enough to tell one save from the next.
function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

