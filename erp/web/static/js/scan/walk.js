// Work with a scanner on one page, with or without a network: each scan is checked on the spot against what the page
// brought along, and each finished piece of work goes into the queue. "walk" leads from task to task in the order of
// the walk; "find" lets the scanned item choose its task.
import { draw } from "./board.js";
import { CodeTable, shown, times } from "./codes.js";
import { hear, take } from "./hear.js";
import { UNDO_TIME, askNow, enqueue, flush, withdraw } from "./queue.js";
import { note, right, wrong } from "./signals.js";
import { allScans } from "./store.js";
import { Task } from "./task.js";
import { says } from "./words.js";

export class Work {
  constructor(root) {
    this.root = root;
    this.kind = root.dataset.work; // walk or find
    this.roams = "roams" in root.dataset; // any task may be taken out of turn, and any number counted
    this.inScannedUnit = root.dataset.counts === "scanned";
    this.proposes = "proposes" in root.dataset; // what is open, rather than what was scanned piece by piece
    this.codes = new CodeTable(JSON.parse(root.dataset.codes || "[]"));
    this.bins = new Set(JSON.parse(root.dataset.bins || "[]"));
    this.tasks = [...root.querySelectorAll("form[data-task]")].map((form) => new Task(form));
    this.later = this.tasks.filter((task) => "taken" in task.form.dataset); // somebody else is on the way there
    this.history = [];
    this.lastSent = null;
    this.task = null;
    this.turn = Promise.resolve();
  }

  async start() {
    this.attach();
    this.turn = this.recall().then(() => this.next());
    await this.turn;
    await this.claim();
  }

  // With a network, two people on one walk do not begin at the same bin: the server says where this one begins.
  async claim() {
    if (!this.root.dataset.claim || !this.tasks.length) return;
    const answer = await askNow(this.root.dataset.claim);
    const mine = this.tasks.find((task) => answer?.task === task.id);
    if (!mine || mine === this.task || mine.isOver || this.task?.done.length || this.lastSent) return;
    this.tasks = [mine, ...this.tasks.filter((task) => task !== mine)];
    this.later = this.later.filter((task) => task !== mine);
    this.next();
  }

  // What this device did for these tasks that the page does not know of yet.
  async recall() {
    const asOf = Number(document.body.dataset.asOf) || 0;
    for (const scan of await allScans()) {
      const task = this.tasks.find((found) => found.id === scan.task);
      if (!task) continue;
      const unknown = scan.state === "waiting" || (scan.state === "sent" && (scan.outcome.time ?? 0) > asOf);
      if (unknown) this.count(task, scan.amount);
      else if (scan.state === "refused" && this.kind === "walk") task.closed = true;
    }
  }

  attach() {
    document.addEventListener("scanned", (event) => { event.preventDefault(); this.hear(event.detail.code); });
    const typed = this.root.querySelector("[data-scan-form]");
    typed?.addEventListener("submit", (event) => {
      event.preventDefault();
      const field = typed.querySelector("[data-scan-here]");
      const code = field.value;
      field.value = "";
      if (code.trim()) this.hear(code); else if (!this.task?.missing) this.confirm();
    });
    this.root.addEventListener("submit", (event) => {
      if (!event.target.matches("form[data-task]")) return;
      event.preventDefault();
      this.confirm();
    });
    this.root.addEventListener("input", () => this.task?.draw());
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button) this[button.dataset.do]?.();
      const card = event.target.closest("[data-card]");
      if (card && !this.task) take(this, this.tasks.find((task) => task.id === card.dataset.card));
    });
    document.addEventListener("scan-queue", (event) => this.answered(event.detail.results));
  }

  accept(ask, value, text) {
    this.remember();
    this.task.done.push(ask);
    this.task.set(ask, value);
    right(text);
    this.draw();
  }

  remember() {
    this.history.push(this.task.picture);
  }

  // The last scan never was: within a task step by step, then the last finished task while it has not left the device.
  async undo() {
    if (this.task && this.history.length) {
      const picture = this.history.pop();
      if (picture) { this.task.restore(picture); note(says("taken-back")); return this.draw(); }
      this.task.clear();
      this.task = null;
      note(says("taken-back"));
      return this.next();
    }
    const last = this.lastSent;
    if (!last) return note(says("nothing-to-undo"));
    if (!(await withdraw(last.key))) return wrong(says("too-late"));
    this.lastSent = null;
    last.task.taken -= last.amount;
    last.task.closed = false;
    this.task = last.task;
    this.task.restore(last.picture);
    this.history = last.history;
    note(says("taken-back"));
    return this.draw();
  }

  // Nothing there: the task ends with what was counted so far, and the picker says why.
  short() {
    const task = this.task;
    if (!task) return;
    if (!task.field("qty").value) task.set("qty", shown(task.counted));
    for (const ask of task.asks) if (!task.done.includes(ask) && ask !== "bin") task.done.push(ask);
    if (task.missing) return wrong(says(`scan-${task.missing}-first`));
    task.asksWhy = true;
    this.draw();
    task.field("reason")?.focus();
  }

  // Not now: the task comes again after the others, and somebody else may take it first.
  putOff() {
    if (!this.task) return;
    if (this.root.dataset.release) askNow(this.root.dataset.release);
    this.later.push(this.task);
    this.task.clear();
    this.history = [];
    note("");
    this.next();
  }

  async confirm() {
    const task = this.task;
    if (!task || this.busy) return;
    const fault = task.fault();
    if (fault) { this.draw(); wrong(fault); return; }
    this.busy = true;
    const amount = this.inScannedUnit ? times(task.qty, task.factor) : task.qty;
    const what = task.what();
    const last = { task, amount, picture: this.history.at(-1) ?? task.picture, history: this.history.slice(0, -1) };
    try {
      const scan = await enqueue({ url: task.form.action, fields: task.fields(), as: "json", what, page: location.pathname + location.search, task: task.id, amount, hold: UNDO_TIME });
      this.lastSent = { ...last, key: scan.key };
    } catch {
      wrong(says("not-kept"));
      return;
    } finally {
      this.busy = false;
    }
    this.count(task, amount);
    task.clear();
    this.task = null;
    this.history = [];
    right(what);
    this.next();
  }

  count(task, amount) {
    task.taken += amount;
    if (this.kind === "walk") task.closed = true;
  }

  next() {
    const open = this.tasks.filter((task) => !task.isOver);
    this.later = this.later.filter((task) => open.includes(task));
    const order = [...open.filter((task) => !this.later.includes(task)), ...this.later];
    if (this.kind === "walk") { this.task = order[0] ?? null; this.history = []; }
    this.draw();
    if (!open.length && this.tasks.length) this.finish();
  }

  // One scan after the other: a fast hand may scan on while the last piece of work is being kept.
  hear(code) {
    this.turn = this.turn.then(() => hear(this, code));
    return this.turn;
  }

  draw() {
    draw(this);
  }

  async finish() {
    if ("stays" in this.root.dataset) return;
    const results = await flush({ now: true });
    if (results.length && results.every((result) => result.kind === "sent")) location.reload();
  }

  answered(results) {
    const refused = results.find((result) => result.kind === "refused" && this.tasks.some((task) => task.id === result.scan.task));
    if (!refused) return;
    const task = this.tasks.find((found) => found.id === refused.scan.task);
    if (this.kind === "find") task.taken -= refused.scan.amount;
    wrong(`${refused.scan.what}: ${refused.more.said}`);
    this.draw();
  }
}
