// <erp-lookup source="/url">: suggestions under a code field. The field always holds and sends the code itself.
class Lookup extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    if (!this.input || this.list) return;
    this.list = document.createElement("ul");
    this.list.className = "lookup-list";
    this.list.id = `${this.input.id}-list`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Suggestions");
    this.list.hidden = true;
    this.append(this.list);
    this.input.setAttribute("role", "combobox");
    this.input.setAttribute("aria-autocomplete", "list");
    this.input.setAttribute("aria-expanded", "false");
    this.input.setAttribute("aria-controls", this.list.id);
    this.input.addEventListener("input", () => this.ask());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("mousedown", (event) => {
      const entry = event.target.closest("li");
      if (entry) { event.preventDefault(); this.take(entry); }
    });
  }

  ask() {
    clearTimeout(this.timer);
    this.pending?.abort();
    const typed = this.input.value.trim();
    if (!typed) { this.close(); return; }
    this.timer = setTimeout(() => this.fetch(typed), 80);
  }

  async fetch(typed) {
    this.pending = new AbortController();
    const url = new URL(this.getAttribute("source"), location.href);
    url.searchParams.set("q", typed);
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" }, signal: this.pending.signal });
      if (answer.ok) this.show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") this.close();
    }
  }

  show(found) {
    if (document.activeElement !== this.input) return; // the answer came after the cursor had gone on
    const before = this.list.children[this.chosen]?.dataset.code;
    this.list.replaceChildren(...found.map((entry, index) => {
      const row = document.createElement("li");
      row.setAttribute("role", "option");
      row.id = `${this.list.id}-${index}`;
      row.dataset.code = entry.code;
      row.append(...[entry.code, entry.text, entry.extra].map((text) => {
        const part = document.createElement("span");
        part.textContent = text;
        return part;
      }));
      return row;
    }));
    this.list.hidden = found.length === 0;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    this.choose(Math.max(0, found.findIndex((entry) => entry.code === before)));
  }

  choose(index) {
    const rows = [...this.list.children];
    if (!rows.length) return;
    this.chosen = (index + rows.length) % rows.length;
    rows.forEach((row, number) => row.setAttribute("aria-selected", String(number === this.chosen)));
    this.input.setAttribute("aria-activedescendant", rows[this.chosen].id);
    rows[this.chosen].scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (this.list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      event.stopPropagation();
      this.choose(this.chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" || event.key === "Tab") {
      if (event.key === "Enter") event.preventDefault();
      this.take(this.list.children[this.chosen]);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      this.close();
    }
  }

  take(entry) {
    this.input.value = entry.dataset.code;
    this.close();
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  close() {
    clearTimeout(this.timer);
    this.pending?.abort();
    this.list.hidden = true;
    this.list.replaceChildren();
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
customElements.define("erp-lookup", Lookup);
