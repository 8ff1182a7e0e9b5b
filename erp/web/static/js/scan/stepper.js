// The big plus and minus beside a quantity.
import { given, millionths, shown } from "./codes.js";

export function stepBy(button) {
  const frame = button.closest("[data-stepper]");
  const input = frame.querySelector("input");
  const step = given(frame.dataset.stepper) * Number(button.dataset.step);
  input.value = shown(Math.max(0, (millionths(input.value) ?? 0) + step));
  input.dispatchEvent(new Event("input", { bubbles: true }));
}
