// What was taken away can be brought back: removed lines, and lines that a paste wrote over.
const stacks = new WeakMap();

export function remember(table, bringBack) {
  if (!stacks.has(table)) stacks.set(table, []);
  const stack = stacks.get(table);
  stack.push(bringBack);
  if (stack.length > 50) stack.shift();
}

export function undo(table) {
  const bringBack = stacks.get(table)?.pop();
  if (!bringBack) return false;
  bringBack();
  return true;
}

export const canUndo = (table) => (stacks.get(table)?.length ?? 0) > 0;

// The line under the grid says what happened; a screen reader reads it.
export function say(table, text, offerUndo = false) {
  const place = document.querySelector(`[data-said-of="${table.id}"]`);
  if (!place) return;
  place.textContent = text;
  const button = document.querySelector(`[data-undo-of="${table.id}"]`);
  if (button) button.hidden = !offerUndo;
}

export function fill(template, gaps) {
  return template.replace(/%\((\w+)\)s/g, (_, name) => gaps[name] ?? "");
}
