// The close room by keyboard: arrows go from line to line, T ticks a manual step, C goes to closing, N and P change the period.
import { go, listen } from "./keys.js";

const rows = [...document.querySelectorAll("[data-close-lines] tbody tr")];
let current = null;

const move = (step) => () => {
  const there = rows[current ? rows.indexOf(current) + step : 0];
  if (!there) return false;
  for (const row of rows) row.toggleAttribute("aria-current", row === there);
  current = there;
  there.focus();
  return true;
};

document.addEventListener("focusin", (event) => { current = event.target.closest("[data-close-lines] tbody tr") ?? current; });
listen({
  ArrowDown: move(1), ArrowUp: move(-1), n: () => go(1), p: () => go(-1),
  t: () => { const button = current?.querySelector("[data-tick-task]"); button?.click(); return Boolean(button); },
  c: () => { const button = document.querySelector("#close button[type=submit]"); button?.focus(); return Boolean(button); },
  Enter: () => { const link = current === document.activeElement && current?.querySelector("a"); if (link) link.click(); return Boolean(link); },
});

// The confirmed click sends the form: from then on the page says what is being done until its result comes.
document.getElementById("close")?.addEventListener("submit", () => { document.querySelector("[data-closing]").hidden = false; });
