// Money in the browser: whole minor units, never floating point, written in the person's own signs.
export function readMinor(text, places, point = ".") {
  const other = point === "." ? "," : ".";
  const plain = String(text ?? "").replace(/[\s'’]/g, "").replaceAll(other, "").replace(point, ".");
  const found = /^(-?)(\d*)(?:\.(\d+))?$/.exec(plain);
  if (!found || (!found[2] && !found[3])) return 0n;
  const units = BigInt((found[2] || "0") + (found[3] ?? "").padEnd(places, "0").slice(0, places));
  return found[1] ? -units : units;
}

export function writeMinor(units, places, { point = ".", group = "" } = {}) {
  const digits = String(units < 0n ? -units : units).padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places).replace(/\B(?=(\d{3})+$)/g, group);
  return `${units < 0n ? "-" : ""}${whole}${places ? `${point}${digits.slice(-places)}` : ""}`;
}
