// What was chosen stays chosen when the page comes back from a step: the order just promised is the next to be released.
const KEPT = "erp-board";

export function keep(board) {
  const chosen = [...board.querySelectorAll("[data-card] input:checked")].map((box) => box.value);
  sessionStorage.setItem(KEPT, JSON.stringify({ page: location.pathname + location.search, chosen }));
}

export function recall(board) {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  sessionStorage.removeItem(KEPT);
  if (!kept || !location.pathname.startsWith(kept.page.split("?")[0])) return;
  let first = null;
  for (const box of board.querySelectorAll("[data-card] input")) {
    box.checked = kept.chosen.includes(box.value);
    if (box.checked) first ??= box;
  }
  (first ?? board.querySelector("[data-card] input"))?.focus({ preventScroll: true });
}
