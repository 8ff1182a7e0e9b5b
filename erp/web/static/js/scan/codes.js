// What a scanner read, taken apart on the device as the server does it: a plain code, or the elements of a GS1 label.
// Quantities are whole millionths, so that no fraction is ever rounded.
const MILLION = 1_000_000;
const SEPARATOR = "\x1d";
const LONGEST = 200;
const FIXED = { "00": 18, "01": 14, "02": 14, 11: 6, 12: 6, 13: 6, 15: 6, 16: 6, 17: 6, 20: 2, 402: 17, 410: 13, 411: 13, 412: 13, 413: 13, 414: 13, 415: 13, 416: 13, 417: 13, 422: 3, 424: 3, 425: 3, 426: 3, 7003: 10, 8005: 6, 8006: 18 };
const VARIABLE = new Set(["10", "21", "22", "30", "37", "235", "240", "241", "242", "243", "250", "251", "253", "254", "255", "400", "401", "403", "420", "421", "423", "427", "7001", "7002", "8002", "8003", "8004", "8007", "8008", "8020", "90", "91", "92", "93", "94", "95", "96", "97", "98", "99"]);

export class Unreadable extends Error {}

// The parts of a scanned text: { text, gtin, lot, serial, expires, qty }.
export function readCode(scanned, says) {
  const text = scanned.trim().replaceAll("^]", SEPARATOR);
  if (!text) throw new Unreadable(says("nothing-scanned"));
  if (text.length > LONGEST) throw new Unreadable(says("label-too-long"));
  const plain = text.replace(/^\][A-Za-z][0-9A-Za-z]/, "");
  const gs1 = /^\](C1|d2|Q3|e0|J1)/.test(text) || plain.includes(SEPARATOR) || /^(\(0[01]\)|01\d{14}|00\d{18}$)/.test(plain);
  const elements = gs1 ? elementsOf(plain) : null;
  if (!elements) return { text: plain };
  const gtin = elements["01"] ?? elements["02"];
  if (gtin && !isGtin(gtin)) throw new Unreadable(says("wrong-check-digit"));
  return {
    text: gtin ?? elements["00"] ?? plain,
    gtin,
    lot: elements["10"],
    serial: elements["21"],
    expires: elements["17"] ? dayOf(elements["17"]) : undefined,
    qty: elements["37"] ?? elements["30"] ? Number(elements["37"] ?? elements["30"]) * MILLION : undefined,
  };
}

function elementsOf(plain) {
  const found = {};
  if (plain.startsWith("(")) {
    for (const [, ai, value] of plain.matchAll(/\((\d{2,4})\)([^(]*)/g)) found[ai] = value;
    return found;
  }
  let rest = plain.replace(/^\x1d+/, "");
  while (rest) {
    const ai = [2, 3, 4].map((length) => rest.slice(0, length)).find((start) => start in FIXED || VARIABLE.has(start) || /^(3[1-6]\d\d|39[0-5]\d)$/.test(start));
    if (!ai) return null;
    const length = FIXED[ai] ?? (/^3[1-6]\d\d$/.test(ai) ? 6 : 0);
    const end = length ? ai.length + length : rest.includes(SEPARATOR) ? rest.indexOf(SEPARATOR) : rest.length;
    const value = rest.slice(ai.length, end);
    if (!value || (length && value.length < length)) return null;
    found[ai] = value;
    rest = rest.slice(end).replace(/^\x1d+/, "");
  }
  return found;
}

export function isGtin(digits) {
  if (!/^(\d{8}|\d{12,14})$/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, place) => total + Number(digit) * (place % 2 ? 3 : 1), 0);
  return sum % 10 === 0;
}

// Six digits, year, month, day; day zero is the month's last.
function dayOf(digits) {
  const [short, month, day] = [0, 2, 4].map((at) => Number(digits.slice(at, at + 2)));
  const today = new Date().getFullYear();
  const distance = short - (today % 100);
  const year = today - (today % 100) + short + (distance <= -50 ? 100 : distance >= 51 ? -100 : 0);
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day > last) return undefined;
  return `${year}-${String(month).padStart(2, "0")}-${String(day || last).padStart(2, "0")}`;
}

// What the codes of a page mean: an item's own number first, else a barcode of a pack, a GTIN in any of its lengths.
export class CodeTable {
  constructor(rows) {
    this.items = new Map(rows.map((row) => [row.sku.toUpperCase(), { ...row, code: row.sku, factor: MILLION }]));
    this.packs = new Map();
    for (const row of rows) {
      for (const [code, unit, numerator, denominator] of row.packs) {
        this.packs.set(code, { ...row, code, unit, factor: Math.round((numerator * MILLION) / denominator) });
      }
    }
  }

  find(label) {
    const code = label.gtin ?? label.text;
    return this.items.get(code.toUpperCase()) ?? this.packs.get(code) ?? (isGtin(code) ? this.packs.get(code.padStart(14, "0")) : undefined);
  }
}

const DECIMAL = new Intl.NumberFormat(document.documentElement.lang || "en").format(0.5).charAt(1);

// "2.5" and "2,5" -> 2500000; null where it is no quantity, or could mean two ("1.234" where a comma is the decimal sign).
export function millionths(typed) {
  const found = /^\s*(\d{1,9})(?:([.,])(\d{1,6}))?\s*$/.exec(typed);
  if (found?.[3]?.length === 3 && found[2] !== DECIMAL) return null;
  return fromParts(found);
}

// A quantity as the server writes it, with a point.
export function given(text) {
  return fromParts(/^(\d{1,12})(?:(\.)(\d{1,6}))?$/.exec(text));
}

function fromParts(found) {
  return found ? Number(found[1]) * MILLION + Number((found[3] ?? "").padEnd(6, "0")) : null;
}

export function plain(amount) {
  const whole = Math.floor(amount / MILLION);
  const rest = String(amount % MILLION).padStart(6, "0").replace(/0+$/, "");
  return rest ? `${whole}.${rest}` : String(whole);
}

// As a person writes it.
export function shown(amount) {
  return plain(amount).replace(".", DECIMAL);
}

export function times(amount, factor) {
  return Number((BigInt(amount) * BigInt(factor)) / BigInt(MILLION));
}

export const ONE = MILLION;
