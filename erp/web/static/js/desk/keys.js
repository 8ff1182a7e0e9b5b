// Keys of a desk: single letters and arrows that act wherever the cursor stands, except where words are typed.
const WORDS = "textarea, select, [contenteditable], input[type=text]:not([inputmode=decimal]), input[type=search], input[type=date], input[type=file], input:not([type])";

const BURST = 70; // milliseconds within which a scanner sends its next key: nobody types that fast

// ``patient``: a letter waits a moment, so that what a scanner sends is not taken for keys.
export function listen(acts, { patient = false } = {}) {
  document.documentElement.dataset.keys = "on"; // from here on keys are heard
  let waiting = 0;
  let lastKey = -1e9;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.target.closest(WORDS) || event.target.closest(".top, .side")) return;
    const pressed = event.target.closest("a, button, summary, input[type=checkbox], input[type=radio]");
    if (pressed && (event.key === "Enter" || event.key === " ")) return;
    if (event.key === "?" && event.target.closest("input")) {
      event.preventDefault();
      document.querySelector("[data-open-help]")?.click();
      return;
    }
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!patient || event.key.length > 1) {
      if (act && act(event) !== false) event.preventDefault();
      return;
    }
    clearTimeout(waiting);
    const inBurst = event.timeStamp - lastKey < BURST;
    lastKey = event.timeStamp;
    if (!act || inBurst || act.unless?.(event)) return;
    event.preventDefault();
    waiting = setTimeout(() => act(event), BURST);
  });
}

// The next or the previous entry of the list at the left.
export function go(step) {
  const entries = [...document.querySelectorAll("[data-queue]")];
  const here = entries.findIndex((entry) => entry.hasAttribute("aria-current"));
  const there = entries[here + step] ?? null;
  if (!there) return false;
  there.click();
  return true;
}
