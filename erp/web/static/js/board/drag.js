// Dragging is a way to press a button: what is dropped is chosen, and the column or wave names the button.
const TAKES = { allocate: "order", release: "order", join: "order" };

export function listen(actions) {
  const { board } = actions;
  board.addEventListener("dragstart", (event) => {
    const card = event.target.closest?.("[data-card]");
    if (!card) return;
    if (!card.querySelector("input").checked) choose(board, card, actions);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.id);
    board.classList.add("dragging");
  });
  board.addEventListener("dragend", () => {
    board.classList.remove("dragging");
    mark(board, null);
  });
  board.addEventListener("dragover", (event) => {
    const place = placeOf(event);
    mark(board, place);
    if (!place) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
  });
  board.addEventListener("drop", (event) => {
    const place = placeOf(event);
    if (!place) return;
    event.preventDefault();
    board.classList.remove("dragging");
    drop(place, actions);
  });

  function placeOf(event) {
    const place = event.target.closest?.("[data-drop]");
    if (!place || !board.classList.contains("dragging")) return null;
    return chosenOf(board, TAKES[place.dataset.drop]).length || isTakenOff(board, place) ? place : null;
  }
}

function drop(place, actions) {
  const { board } = actions;
  if (isTakenOff(board, place)) { // back from a wave: why is asked first
    board.querySelector("#board-reason")?.focus();
    return;
  }
  if (place.dataset.drop === "join") board.querySelector("[data-wave-choice]").value = place.dataset.wave;
  actions.press(place.dataset.drop);
}

function isTakenOff(board, place) {
  return place.dataset.column === "ready" && !chosenOf(board, "order").length && chosenOf(board, "shipment").length > 0;
}

function choose(board, card, actions) {
  for (const box of board.querySelectorAll("[data-card] input:checked")) box.checked = false;
  card.querySelector("input").checked = true;
  actions.told();
}

function chosenOf(board, kind) {
  return [...board.querySelectorAll(`[data-card][data-kind="${kind}"]`)].filter((card) => card.querySelector("input").checked);
}

function mark(board, place) {
  for (const other of board.querySelectorAll(".drop-here")) if (other !== place) other.classList.remove("drop-here");
  place?.classList.add("drop-here");
}
