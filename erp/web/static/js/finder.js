// <erp-finder>: the search of the top bar. Ctrl K (or /) from anywhere; arrows, Enter, Alt P to pin, Escape.
// Without this script the form leads to a page of results.
class Finder extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=search]");
    this.panel = this.querySelector("[data-panel]");
    this.list = this.querySelector("[role=listbox]");
    this.told = this.querySelector("[data-told]");
    this.pinButton = this.querySelector("[data-pin-chosen]");
    this.rows = [];
    this.chosen = -1;
    this.input.addEventListener("focus", () => this.open());
    this.input.addEventListener("input", () => this.ask(70));
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("focusout", (event) => { if (!this.contains(event.relatedTarget)) this.close(); });
    this.querySelector("form").addEventListener("submit", (event) => this.submit(event));
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the cursor stays in the field
    this.list.addEventListener("mousemove", (event) => {
      const row = event.target.closest("[role=option]");
      if (row && this.rows.indexOf(row) !== this.chosen) this.choose(this.rows.indexOf(row), false);
    });
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) this.go(row, event.ctrlKey || event.metaKey);
    });
    this.pinButton.addEventListener("mousedown", (event) => event.preventDefault());
    this.pinButton.addEventListener("click", () => this.pin());
    this.querySelector("[data-open-finder]").addEventListener("click", () => this.input.focus());
  }

  open() {
    if (!this.panel.hidden) return;
    this.classList.add("open");
    this.panel.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.input.select();
    this.ask(0);
  }

  close() {
    clearTimeout(this.timer);
    this.pending?.abort();
    this.classList.remove("open");
    this.panel.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  ask(pause) {
    clearTimeout(this.timer);
    this.pending?.abort();
    this.wanted = null;
    this.timer = setTimeout(() => this.fetch(this.input.value.trim()), pause);
  }

  async fetch(typed) {
    this.pending = new AbortController();
    const url = new URL(this.dataset.source, location.href);
    url.searchParams.set("q", typed);
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" }, signal: this.pending.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      this.show(await answer.json(), typed);
    } catch (error) {
      if (error.name === "AbortError") return;
      this.show([], typed);
      this.told.textContent = this.dataset.unreached;
    }
  }

  show(groups, typed) {
    const before = this.rows[this.chosen]?.dataset.href;
    this.rows = [];
    this.list.replaceChildren(...groups.map((group, number) => this.group(group, number)));
    this.told.textContent = this.rows.length || !typed ? "" : this.dataset.nothing;
    this.answered = typed;
    const same = this.rows.findIndex((row) => row.dataset.href === before);
    this.choose(this.moved && same >= 0 ? same : 0, true);
    this.moved = false;
    if (this.wanted === typed && this.rows.length) this.go(this.rows[0], false); // Enter came before the answer
  }

  group(group, number) {
    const box = document.createElement("div");
    box.setAttribute("role", "group");
    box.setAttribute("aria-labelledby", `finder-group-${number}`);
    const title = document.createElement("div");
    title.className = "finder-title";
    title.id = `finder-group-${number}`;
    title.textContent = group.title;
    box.append(title, ...group.entries.map((entry) => this.row(entry)));
    return box;
  }

  row(entry) {
    const row = document.createElement("div");
    row.setAttribute("role", "option");
    row.id = `finder-${this.rows.length}`;
    row.dataset.href = entry.href;
    row.dataset.kind = entry.kind;
    row.dataset.target = entry.target;
    row.dataset.pinned = String(entry.pinned);
    const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    icon.setAttribute("class", "icon");
    icon.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `${this.dataset.icons}#${entry.icon}`);
    icon.append(use);
    row.append(icon, ...["code", "text", "extra"].map((name) => {
      const part = document.createElement("span");
      part.className = `finder-${name}`;
      part.textContent = entry[name];
      return part;
    }).filter((part) => part.textContent));
    this.rows.push(row);
    return row;
  }

  choose(index, scroll) {
    this.chosen = this.rows.length ? (index + this.rows.length) % this.rows.length : -1;
    this.rows.forEach((row, number) => row.setAttribute("aria-selected", String(number === this.chosen)));
    const row = this.rows[this.chosen];
    this.pinButton.disabled = !row?.dataset.kind;
    if (!row) { this.input.removeAttribute("aria-activedescendant"); return; }
    this.input.setAttribute("aria-activedescendant", row.id);
    if (scroll) row.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.open();
      this.moved = true;
      this.choose(this.chosen + (event.key === "ArrowDown" ? 1 : -1), true);
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (this.input.value) { this.input.value = ""; this.ask(0); } else { this.input.blur(); this.close(); }
    } else if (event.altKey && event.code === "KeyP") {
      event.preventDefault();
      this.pin();
    }
  }

  submit(event) {
    event.preventDefault();
    const typed = this.input.value.trim();
    if (this.answered === typed && this.rows[this.chosen]) this.go(this.rows[this.chosen], false);
    else this.wanted = typed;
  }

  go(row, elsewhere) {
    if (elsewhere) window.open(row.dataset.href, "_blank", "noopener");
    else location.assign(row.dataset.href);
  }

  async pin() {
    const row = this.rows[this.chosen];
    if (!row?.dataset.kind) return;
    const own = row.dataset.pinned === "true";
    if (await send(this.dataset.pin, { kind: row.dataset.kind, target: row.dataset.target, pinned: own ? "" : "on" })) {
      if (!this.answered) await this.fetch("");
      this.told.textContent = own ? this.dataset.unpinned : this.dataset.pinned;
    }
  }
}
customElements.define("erp-finder", Finder);

const token = () => document.querySelector('input[name="csrf_token"]')?.value ?? "";

async function send(url, fields) {
  try {
    const body = new URLSearchParams(fields);
    const headers = { "X-CSRFToken": token(), Accept: "application/json" };
    return (await fetch(url, { method: "POST", body, headers, keepalive: true })).ok;
  } catch {
    return false;
  }
}

document.addEventListener("keydown", (event) => {
  const input = document.querySelector("erp-finder input[type=search]");
  if (!input || document.querySelector("dialog[open]")) return;
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  const called = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k";
  if (called || (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey)) {
    event.preventDefault();
    input.focus();
    input.select();
  }
});

// The star beside a heading pins the page; a record that was opened is remembered.
const star = document.querySelector("[data-pin-page]");
if (star) {
  const form = star.closest("form");
  const { kind, target } = form.elements;
  if (kind.value !== "page") send(form.dataset.seen, { kind: kind.value, target: target.value });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const pinned = star.getAttribute("aria-pressed") !== "true";
    if (await send(form.action, { kind: kind.value, target: target.value, pinned: pinned ? "on" : "" })) {
      star.setAttribute("aria-pressed", String(pinned));
    }
  });
}
