// What a scan means for the work: the right bin or item goes on, everything else is said at once, in words.
import { ONE, Unreadable, readCode, shown, times } from "./codes.js";
import { note, right, wrong } from "./signals.js";
import { says } from "./words.js";

export function hear(work, code) {
  let label;
  try {
    label = readCode(code, says);
  } catch (fault) {
    if (fault instanceof Unreadable) return wrong(fault.message);
    throw fault;
  }
  if (!work.task) return choose(work, label, code);
  if (work.task.missing === "bin") return hearBin(work, label, code);
  return hearItem(work, label, code);
}

// Which task a scanned item, lot or bin means, where none is at work.
function choose(work, label, code) {
  const open = work.tasks.filter((task) => !task.isOver);
  const found = work.codes.find(label);
  const lot = label.serial ?? label.lot;
  if (!found) {
    const byLot = open.find((task) => task.lot && task.lot.toUpperCase() === label.text.toUpperCase());
    if (byLot) return take(work, byLot, { item: byLot.item, unit: byLot.unit, factor: ONE }, { lot: byLot.lot }, code);
    return wrong(says("unknown-code", { code: label.gtin ?? label.text }));
  }
  const same = open.filter((task) => task.item === found.item);
  if (!same.length) return wrong(says(work.tasks.some((task) => task.item === found.item) ? "all-there" : "not-here", { sku: found.sku }));
  const fits = lot ? same.find((task) => !task.lot || task.lot === lot) : same[0];
  if (!fits) return wrong(says("wrong-lot", { lot, asked: same[0].lot }));
  return take(work, fits, found, label, code);
}

// A task is at work now: by a scan of its item, or by a tap on its card.
export function take(work, task, found = null, label = {}, code = task.sku) {
  work.task = task;
  task.clear();
  work.history = [null];
  if (found) itemIsRight(work, found, label, code);
  else note("");
  work.draw();
}

function hearBin(work, label, code) {
  const scanned = label.text.toUpperCase();
  const task = work.task;
  if (task.bin && work.kind === "walk") {
    if (scanned === task.bin) return work.accept("bin", scanned, says("bin-right", { bin: scanned }));
    const other = work.roams && work.tasks.find((found) => !found.isOver && found.bin === scanned);
    if (other) { work.task = other; other.clear(); work.history = []; return work.accept("bin", scanned, says("bin-right", { bin: scanned })); }
    if (work.codes.find(label)) return wrong(says("bin-first", { bin: task.bin }));
    return wrong(says("wrong-bin", { code: scanned, bin: task.bin }));
  }
  if (work.bins.has(scanned)) {
    work.accept("bin", scanned, says("bin-right", { bin: scanned }));
    return !task.missing && task.qty > 0 ? work.confirm() : undefined;
  }
  if (work.codes.find(label)) return hearItem(work, label, code);
  return wrong(says("unknown-bin", { code: scanned }));
}

function hearItem(work, label, code) {
  const task = work.task;
  const found = work.codes.find(label);
  if (!found) {
    const text = label.text.toUpperCase();
    if (work.bins.has(text) && task.field("bin")) return work.accept("bin", text, says("bin-right", { bin: text }));
    if (task.lot && text === task.lot.toUpperCase()) return itemIsRight(work, { item: task.item, unit: task.unit, factor: task.tracking === "serial" ? ONE : 0 }, { lot: task.lot }, task.sku);
    if (text === task.bin) return note(says("scan-item"));
    return wrong(says("unknown-code", { code: label.gtin ?? label.text }));
  }
  if (found.item !== task.item) {
    const other = work.roams && work.tasks.find((each) => !each.isOver && each.bin === task.bin && each.item === found.item);
    if (other && !task.counted) { work.task = other; other.clear(); other.done = ["bin"]; other.set("bin", task.bin); return itemIsRight(work, found, label, code); }
    return wrong(says("wrong-item", { sku: found.sku, description: found.description, asked: task.sku }));
  }
  return itemIsRight(work, found, label, code);
}

// The right item: its lot is looked at, its pack is counted.
function itemIsRight(work, found, label, code) {
  const task = work.task;
  const lot = label.serial ?? label.lot;
  if (lot && task.lot && lot !== task.lot && task.otherLot !== lot) {
    task.otherLot = lot; // scanned once more, it is meant
    return wrong(says("other-lot", { lot, asked: task.lot }));
  }
  const packs = label.qty ?? ONE;
  const amount = times(packs, found.factor);
  const limit = task.field("reason") ? task.left : Infinity;
  if (!work.proposes && task.counted + amount > limit) return wrong(says("too-many", { qty: shown(task.counted + amount), asked: shown(limit) }));
  work.remember();
  if (!task.done.includes("item")) task.done.push("item");
  if (lot) task.set("lot", lot);
  if (label.expires) task.set("expires", label.expires);
  task.set("code", code);
  if (work.inScannedUnit) { task.scannedUnit = found.unit; task.factor = found.factor; }
  if (work.proposes) task.set("qty", shown(proposal(work, found, label, amount)));
  else { task.counted += amount; task.set("qty", shown(task.counted)); }
  right(says("item-right", { sku: task.sku, qty: task.value("qty"), unit: task.scannedUnit }));
  const complete = !work.proposes && task.counted === limit && (task.tracking === "none" || lot);
  if (complete && !task.missing) return work.confirm();
  return work.draw();
}

function proposal(work, found, label, amount) {
  const task = work.task;
  if (work.inScannedUnit) {
    if (label.qty) return label.qty;
    const units = Number.isFinite(task.left) ? Math.floor(task.left / found.factor) : 0;
    return units > 0 && units * found.factor === task.left ? units * ONE : ONE;
  }
  return label.qty ? amount : Number.isFinite(task.left) ? task.left : amount;
}
