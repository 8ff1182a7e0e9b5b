// Arrows go from card to card, Space chooses, letters press the buttons of the bar.
const TYPED = "input:not([type=checkbox]), textarea, select, dialog[open], [contenteditable]";
const BURST = 70; // milliseconds within which a scanner sends its next key: its codes are not taken for keys
const ASKS_FIRST = { plan: "#board-carrier", join: "#board-wave", take_off: "#board-reason" };

export function listen(actions) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.metaKey) return;
    if (event.target.closest(TYPED)) { inChoice(event, actions); return; }
    const card = event.target.closest("[data-card]");
    if (event.ctrlKey) {
      if (event.key.toLowerCase() === "a" && card) { event.preventDefault(); all(card, actions); }
      return;
    }
    if (event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End") { move(event, card, actions); return; }
    if (event.key === "Enter" && card && event.target.matches("input")) { event.preventDefault(); card.querySelector("[data-open]")?.click(); return; }
    if (event.key === "Escape") { none(actions); return; }
    if (!event.shiftKey) letter(event, actions);
  });
}

let waiting = 0, lastSign = -1e9;

function letter(event, actions) {
  if (!/^[a-z0-9-]$/i.test(event.key)) return;
  clearTimeout(waiting);
  const inBurst = event.timeStamp - lastSign < BURST;
  lastSign = event.timeStamp;
  const button = actions.board.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!button || inBurst) return;
  event.preventDefault();
  waiting = setTimeout(() => press(button, actions), BURST);
}

function press(button, actions) {
  const asks = ASKS_FIRST[button.dataset.act];
  const field = asks && document.querySelector(asks);
  if (!button.disabled && field && (button.dataset.act !== "join" || field.options.length > 1)) field.focus();
  else actions.press(button.dataset.act);
}

// In the choice beside a button Enter presses that button, and Escape goes back to the cards.
function inChoice(event, actions) {
  const pair = event.target.closest(".board-bar .board-pair");
  if (!pair) return;
  const button = pair.querySelector("[data-act]");
  const again = event.target.matches("select") && event.key.toLowerCase() === button.dataset.key && !event.ctrlKey;
  if (event.key === "Enter" || again) { event.preventDefault(); actions.press(button.dataset.act); }
  if (event.key === "Escape") cardsOf(actions.board.querySelector("[data-column]:has([data-card])"))[0]?.querySelector("input").focus();
}

function move(event, card, actions) {
  const columns = [...actions.board.querySelectorAll("[data-column]:has([data-card])")];
  if (!columns.length) return;
  if (!card && event.target.closest("a, button")) return;
  event.preventDefault();
  if (!card) { focus(cardsOf(columns[0])[0]); return; }
  const column = card.closest("[data-column]");
  const cards = cardsOf(column), place = cards.indexOf(card);
  const steps = { ArrowDown: 1, ArrowUp: -1, Home: -place, End: cards.length - 1 - place };
  if (event.key in steps) {
    const next = cards[place + steps[event.key]];
    if (!next) return;
    if (event.shiftKey) for (const passed of [card, next]) passed.querySelector("input").checked = true;
    focus(next);
    if (event.shiftKey) actions.told();
    return;
  }
  const beside = columns[columns.indexOf(column) + (event.key === "ArrowRight" ? 1 : -1)];
  if (beside) focus(cardsOf(beside)[Math.min(place, cardsOf(beside).length - 1)]);
}

function all(card, actions) {
  for (const each of cardsOf(card.closest("[data-column]"))) each.querySelector("input").checked = true;
  actions.told();
}

function none(actions) {
  for (const box of actions.board.querySelectorAll("[data-card] input:checked")) box.checked = false;
  actions.told();
}

function cardsOf(column) {
  return column ? [...column.querySelectorAll("[data-card]")] : [];
}

function focus(card) {
  const box = card?.querySelector("input");
  box?.focus({ preventScroll: true });
  card?.scrollIntoView({ block: "nearest", inline: "nearest" });
}
