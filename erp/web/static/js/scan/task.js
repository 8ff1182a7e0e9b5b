// One piece of work on a scanner page: what it asks for, what was scanned for it so far, and the fields it is sent with.
import { given, millionths, plain, shown } from "./codes.js";
import { says } from "./words.js";

export class Task {
  constructor(form) {
    const told = form.dataset;
    this.form = form;
    this.id = told.task;
    this.bin = told.bin ?? "";
    this.item = told.item ?? "";
    this.sku = told.sku ?? "";
    this.unit = told.unit ?? "";
    this.lot = told.lot ?? "";
    this.tracking = told.tracking ?? "none";
    this.needsExpiry = "expiry" in told;
    this.asks = (told.asks ?? "").split(" ").filter(Boolean);
    this.open = told.qty ? given(told.qty) : null; // in base units; null where any number may be counted
    this.taken = 0;
    this.card = document.querySelector(`[data-card="${this.id}"]`);
    this.clear();
  }

  clear() {
    this.done = [];
    this.counted = 0;
    this.scannedUnit = this.unit;
    this.factor = 1_000_000;
    this.otherLot = "";
    this.asksWhy = false;
    this.form.reset();
  }

  get left() {
    return this.open === null ? Infinity : Math.max(0, this.open - this.taken);
  }

  get isOver() {
    return this.taken > 0 && this.left === 0 || this.closed === true;
  }

  get missing() {
    return this.asks.find((ask) => !this.done.includes(ask));
  }

  field(is) {
    return this.form.querySelector(`[data-is="${is}"]`);
  }

  value(is) {
    return this.field(is)?.value ?? "";
  }

  set(is, value) {
    const field = this.field(is);
    if (field) field.value = value;
  }

  get qty() {
    return millionths(this.value("qty"));
  }

  // Everything that a scan may change, so that it can be taken back.
  get picture() {
    const fields = [...this.form.elements].filter((field) => field.name).map((field) => [field, field.value]);
    return { done: [...this.done], counted: this.counted, scannedUnit: this.scannedUnit, factor: this.factor, otherLot: this.otherLot, fields };
  }

  restore({ fields, done, ...rest }) {
    Object.assign(this, rest, { done: [...done] });
    for (const [field, value] of fields) field.value = value;
  }

  // Show what belongs to the step: an element may name the steps it belongs to.
  draw() {
    const step = this.missing ?? "qty";
    for (const part of this.form.querySelectorAll("[data-at]")) part.hidden = !part.dataset.at.split(" ").includes(step);
    for (const place of this.form.querySelectorAll("[data-scanned-unit]")) place.textContent = this.scannedUnit;
    const reason = this.form.querySelector("[data-when-short]");
    if (reason) reason.hidden = !(this.isShort && this.asksWhy);
  }

  get isShort() {
    return this.open !== null && this.qty !== null && this.qty < this.left;
  }

  // What would be refused if it were sent now, in words; empty where nothing would.
  fault() {
    if (this.qty === null) return says("no-quantity");
    if (this.missing && this.qty > 0) return says(`scan-${this.missing}-first`);
    if (this.tracking !== "none" && this.field("lot") && !this.value("lot") && this.qty > 0) return says("lot-needed");
    if (this.needsExpiry && !this.value("expires")) return says("expiry-needed");
    if (this.field("reason") && this.qty > this.left) return says("too-many", { qty: shown(this.qty), asked: shown(this.left) });
    if (this.field("reason") && this.isShort && !this.value("reason")) {
      this.asksWhy = true;
      return says("reason-needed");
    }
    return "";
  }

  // As one line for the queue and the message: "Pick 2 EA of BOLT from A-02".
  what() {
    return (this.form.dataset.what ?? "").replace(/\{(\w+)\}/g, (_, part) => ({ qty: this.value("qty"), unit: this.scannedUnit, bin: this.value("bin") })[part] ?? "");
  }

  fields() {
    const own = new Set(["csrf_token", "request_key", "shown_on"]);
    const named = [...new FormData(this.form)].filter(([name]) => !own.has(name));
    return Object.fromEntries(named.map(([name, value]) => [name, name === this.field("qty")?.name ? plain(this.qty) : value]));
  }
}
