// The fulfilment board: cards are chosen by keys, clicks or drag, and every step is a button of one form.
// The page works without any of this: the cards are tick boxes, and the buttons send them.
import { listen as keysListen } from "./board/keys.js";
import { listen as dragListen } from "./board/drag.js";
import { keep, recall } from "./board/chosen.js";
import { listenForScans } from "./scan/wedge.js";

const board = document.querySelector("[data-board]");
const EVERY = 15_000;

if (board) {
  const actions = {
    board,
    told,
    press(name) {
      const button = board.querySelector(`[data-act="${name}"]`);
      if (button && !button.disabled) button.click();
      return Boolean(button);
    },
    refresh,
  };
  keysListen(actions);
  dragListen(actions);
  board.addEventListener("change", (event) => { if (event.target.closest("[data-card]")) told(); });
  board.addEventListener("submit", () => keep(board));
  board.addEventListener("click", (event) => { if (event.target.closest("[data-act=refresh]")) refresh(); });

  let state = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.target.matches("[data-columns]") && event.detail.shouldSwap) state = stateOf();
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (!state) return;
    restore(state);
    state = null;
  });
  setInterval(() => { if (isIdle()) refresh(); }, EVERY);
  document.addEventListener("visibilitychange", () => { if (isIdle()) refresh(); });
  listenForScans();
  document.addEventListener("scanned", (event) => { // the paper of an order or shipment brings its card up
    const address = new URL(location.href);
    address.searchParams.set("q", event.detail.code.trim());
    location.assign(address);
  });
  recall(board);
  told();
}

function refresh() {
  const columns = document.querySelector("[data-columns]");
  columns.dispatchEvent(new CustomEvent("board:refresh"));
}

// Nobody looks, or somebody is in the middle of something that a new board would break off.
function isIdle() {
  const busy = document.activeElement?.closest("[data-columns] select") || document.querySelector("dialog[open], .dragging, form[data-sent]");
  return document.visibilityState === "visible" && !busy;
}

function stateOf() {
  return {
    ticked: new Set([...document.querySelectorAll("[data-card] input:checked")].map((box) => box.value)),
    focus: document.activeElement?.closest("[data-card]")?.id ?? (document.activeElement?.closest("[data-columns]") ? document.activeElement.id : ""),
    marks: new Map([...document.querySelectorAll("[data-mark-of]")].map((mark) => [mark.dataset.markOf, mark.innerHTML])),
    left: document.querySelector("[data-columns]").scrollLeft,
  };
}

function restore({ ticked, focus, marks, left }) {
  for (const box of document.querySelectorAll("[data-card] input")) box.checked = ticked.has(box.value);
  for (const mark of document.querySelectorAll("[data-mark-of]:empty")) mark.innerHTML = marks.get(mark.dataset.markOf) ?? "";
  document.querySelector("[data-columns]").scrollLeft = left;
  const place = focus && document.getElementById(focus);
  if (place) (place.querySelector("input[type=checkbox]") ?? place).focus({ preventScroll: true });
  told();
}

// How many are chosen, and which buttons have something to act on.
function told() {
  const chosen = [...board.querySelectorAll("[data-card]")].filter((card) => card.querySelector("input").checked);
  for (const card of board.querySelectorAll("[data-card]")) card.classList.toggle("chosen", card.querySelector("input").checked);
  const text = board.querySelector("[data-chosen]");
  text.textContent = chosen.length ? text.dataset.some.replace("{n}", chosen.length) : text.dataset.none;
  for (const button of board.querySelectorAll("[data-act][data-of]")) {
    button.disabled = !chosen.some((card) => button.dataset.of.split(" ").includes(card.dataset.kind));
  }
}
