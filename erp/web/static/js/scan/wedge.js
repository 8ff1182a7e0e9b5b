// A hand scanner types very fast and ends with Enter. Wherever the cursor stands, its text goes to whoever listens for
// "scanned", and what the burst put into a field is taken back. A busy device may stutter within a burst, so the pace
// of the whole counts and not that of each key.
const LONGEST_PAUSE = 200; // milliseconds: whoever pauses longer types
const PACE = 60; // milliseconds a key, on average: nobody types three keys that fast
const SHORTEST_CODE = 3;
let keys = [];

export function listenForScans() {
  document.addEventListener("keydown", listen, true);
}

function listen(event) {
  const now = event.timeStamp; // when the key came, not when a busy page got to it
  if (keys.length && now - keys.at(-1).at > LONGEST_PAUSE) keys = [];
  if (event.key === "Enter" || event.key === "Tab") {
    const burst = fastest(now);
    keys = [];
    if (burst.length < SHORTEST_CODE) return;
    event.preventDefault();
    event.stopPropagation();
    const code = whole(burst.map((key) => key.sign).join(""));
    takeBack(burst);
    document.dispatchEvent(new CustomEvent("scanned", { detail: { code } }));
  } else if (event.ctrlKey && event.key === "]") {
    event.preventDefault();
    keys.push({ sign: "^]", at: now, ...fieldNow() }); // the separator of GS1 barcodes, as a text field can hold it
  } else if (event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey) {
    keys.push({ sign: event.key, at: now, ...fieldNow() });
  }
}

// The longest run of keys up to now that only a scanner types so fast.
function fastest(now) {
  const start = keys.findIndex((key, index) => (now - key.at) / (keys.length - index) < PACE);
  return start < 0 ? [] : keys.slice(start);
}

function fieldNow() {
  const field = document.activeElement;
  return field?.matches?.("input, textarea, select") ? { field, value: field.value } : { field: null, value: "" };
}

// The cursor may have moved in the middle of the burst: every field that got a part of it is put right.
function takeBack(burst) {
  const before = new Map();
  for (const { field, value } of burst) if (field && !before.has(field)) before.set(field, value);
  const here = fieldNow().field;
  if (here?.matches("[data-scan-here]")) before.set(here, "");
  for (const [field, value] of before) field.value = field.matches("[data-scan-here]") ? "" : value;
}

// In the scan field itself what stands there is the whole code, also where the device paused for long.
function whole(code) {
  const field = document.activeElement;
  const typed = field?.matches?.("[data-scan-here]") ? field.value : "";
  return typed.endsWith(code) ? typed : code;
}
