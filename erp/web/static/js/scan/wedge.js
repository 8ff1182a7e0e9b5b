// A hand scanner types very fast and ends with Enter. Wherever the cursor stands, its text goes to whoever listens for
// "scanned", and what the burst put into a field is taken back.
const LONGEST_PAUSE = 60; // milliseconds between two keys of a scanner
const SHORTEST_CODE = 3;
let burst = "";
let last = 0;
let kept = null;

export function listenForScans() {
  document.addEventListener("keydown", listen, true);
}

function listen(event) {
  const now = performance.now();
  if (now - last > LONGEST_PAUSE) {
    burst = "";
    const focused = document.activeElement;
    kept = focused?.matches?.("input, textarea, select") ? { field: focused, value: focused.value } : null;
  }
  last = now;
  if (event.key === "Enter" || event.key === "Tab") {
    if (burst.length < SHORTEST_CODE) return;
    event.preventDefault();
    event.stopPropagation();
    const code = whole(burst);
    if (kept) kept.field.value = kept.value;
    burst = "";
    document.dispatchEvent(new CustomEvent("scanned", { detail: { code } }));
  } else if (event.ctrlKey && event.key === "]") {
    event.preventDefault();
    burst += "^]"; // the separator of GS1 barcodes, written so that a text field can hold it
  } else if (event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey) {
    burst += event.key;
  }
}

// A slow device may pause in the middle of a burst, or load this script during one: what stands in the scan field
// itself is then the whole code.
function whole(code) {
  const field = document.activeElement;
  if (!field?.matches?.("[data-scan-here]")) return code;
  const typed = field.value;
  if (kept?.field === field) kept.value = "";
  return typed.endsWith(code) ? typed : code;
}
