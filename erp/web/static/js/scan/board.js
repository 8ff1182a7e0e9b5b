// What the person sees of the work: the task at hand, what is next, how far, and the buttons that make sense now.
import { shown } from "./codes.js";
import { says } from "./words.js";

export function draw(work) {
  const open = work.tasks.filter((task) => !task.isOver);
  for (const task of work.tasks) {
    task.form.hidden = task !== work.task;
    if (task.card) {
      task.card.hidden = task.isOver || Boolean(work.task);
      const left = task.card.querySelector("[data-left]");
      if (left && Number.isFinite(task.left)) left.textContent = shown(task.left);
    }
  }
  work.task?.draw();
  const after = work.kind === "walk" ? open.find((task) => task !== work.task && !work.later.includes(task)) : null;
  show(work, "[data-next]", Boolean(after), after?.form.dataset.ahead);
  show(work, "[data-when-done]", !open.length);
  show(work, "[data-scan-form]", open.length > 0);
  const prompt = !work.task ? "scan-item" : work.task.missing ? `scan-${work.task.missing}` : "scan-more";
  show(work, "[data-prompt]", true, says(prompt));
  for (const button of document.querySelectorAll("[data-do]")) {
    const does = button.dataset.do;
    button.hidden = does === "undo" ? !work.tasks.length : does === "confirm" ? !work.task || Boolean(work.task.missing) : !work.task;
  }
  for (const button of document.querySelectorAll("[data-when-counted]")) {
    button.hidden = Boolean(work.task) || !(button.dataset.whenCounted || work.tasks.some((task) => task.taken));
  }
  const step = document.querySelector("[data-step-count]");
  if (step) step.textContent = `${Math.min(work.tasks.length - open.length + 1, work.tasks.length)} / ${work.tasks.length}`;
  if (!work.task?.missing && work.task) return;
  work.root.querySelector("[data-scan-here]")?.focus({ preventScroll: true });
}

function show(work, place, visible, text) {
  const found = work.root.querySelector(place);
  if (!found) return;
  found.hidden = !visible;
  if (text !== undefined) (found.querySelector("[data-text]") ?? found).textContent = text;
}
