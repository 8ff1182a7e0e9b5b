// A hand scanner types very fast and ends with Enter. Wherever the cursor stands, its text goes to the scan field,
// and what the burst put elsewhere is taken back. Right and wrong can be heard, not only seen.
const LONGEST_PAUSE = 60; // milliseconds between two keys of a scanner
const SHORTEST_CODE = 4;
let burst = "";
let last = 0;
let kept = null;

if (document.body.hasAttribute("data-scanner")) {
  document.addEventListener("keydown", listen, true);
  const refused = document.querySelector("[data-refused], .scan-said.bad");
  const good = document.querySelector(".message-success, .scan-said.good");
  if (refused) sound(180, 0.35);
  else if (good) sound(880, 0.12);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (!button) return;
  const input = button.closest("[data-stepper]").querySelector("input");
  const step = Number(button.closest("[data-stepper]").dataset.stepper) * Number(button.dataset.step);
  input.value = String(Math.max(0, Math.round((Number(input.value || 0) + step) * 1e6) / 1e6));
});

function listen(event) {
  const now = performance.now();
  if (now - last > LONGEST_PAUSE) {
    burst = "";
    const focused = document.activeElement;
    kept = focused?.matches?.("input, textarea") ? { field: focused, value: focused.value } : null;
  }
  last = now;
  if (event.key === "Enter" && burst.length >= SHORTEST_CODE) {
    event.preventDefault();
    event.stopPropagation();
    take(burst);
    burst = "";
  } else if (event.ctrlKey && event.key === "]") {
    event.preventDefault();
    burst += "^]"; // the separator of GS1 barcodes, written so that a text field can hold it
  } else if (event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey) {
    burst += event.key;
  }
}

function take(code) {
  const target = document.querySelector("[data-scan-here]");
  if (!target) return;
  if (kept && kept.field !== target) kept.field.value = kept.value;
  // A slow device may pause in the middle of a burst, or load this script during one: what was typed into the scan
  // field itself is then the whole code, behind whatever the page came with.
  const before = target.defaultValue;
  const typed = target.value.startsWith(before) ? target.value.slice(before.length) : target.value;
  target.value = document.activeElement === target && typed.endsWith(code) ? typed : code;
  target.dispatchEvent(new Event("change", { bubbles: true }));
  const empty = [...target.form.elements].find((e) => e.matches("input:not([type=hidden]), select") && !e.value);
  if (empty) { empty.focus(); sound(660, 0.08); } else target.form.requestSubmit();
}

function sound(pitch, seconds) {
  try {
    const audio = new AudioContext();
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = pitch;
    volume.gain.value = 0.15;
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + seconds);
  } catch { /* no sound on this device: words and colour say it, too */ }
}
