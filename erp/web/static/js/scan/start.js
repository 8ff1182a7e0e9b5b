// What every scanner page has: the scanner's burst, the queue and its sign, the camera, and the sunlight theme.
import "./forms.js";
import "./sign.js";
import { stepBy } from "./stepper.js";
import { note, soundRight, soundWrong } from "./signals.js";
import { listenForScans } from "./wedge.js";
import { Work } from "./walk.js";
import { says } from "./words.js";

listenForScans();

// What the page came with is heard, too.
const shownNow = (places) => [...document.querySelectorAll(places)].find((place) => place.offsetParent && !place.matches("[data-said]"));
const refused = shownNow("[data-refused], .scan-said.bad");
const good = shownNow(".message-success, .scan-said.good");
if (refused) soundWrong();
else if (good) soundRight();

const root = document.querySelector("[data-work]");
if (root) new Work(root).start();
else document.addEventListener("scanned", (event) => take(event.detail.code));

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-step], [data-camera], [data-sun]");
  if (!button) return;
  if ("step" in button.dataset) stepBy(button);
  else if ("sun" in button.dataset) sun(button);
  else {
    const { openCamera } = await import("./camera.js").catch(() => { note(says("no-camera")); return {}; });
    openCamera?.((code) => document.dispatchEvent(new CustomEvent("scanned", { detail: { code } })));
  }
});

// On a page without tasks: the code goes to the scan field with the cursor, else to the first empty one, and the form
// on its way once nothing is empty.
function take(code) {
  const fields = [...document.querySelectorAll("main [data-scan-here]")];
  const target = fields.find((field) => field === document.activeElement) ?? fields.find((field) => !field.value) ?? fields[0];
  if (!target) return;
  target.value = code;
  target.dispatchEvent(new Event("change", { bubbles: true }));
  const empty = [...target.form.elements].find((field) => field.matches("input:not([type=hidden]), select") && !field.value);
  if (empty) empty.focus(); else target.form.requestSubmit();
}

function sun(button) {
  const on = document.documentElement.dataset.sun === undefined;
  if (on) document.documentElement.dataset.sun = ""; else delete document.documentElement.dataset.sun;
  localStorage.setItem("erp-sun", on ? "on" : "off");
  button.setAttribute("aria-pressed", String(on));
}
const sunButton = document.querySelector("[data-sun]");
sunButton?.setAttribute("aria-pressed", String(document.documentElement.dataset.sun !== undefined));
