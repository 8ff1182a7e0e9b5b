// Forms of scanner pages that stand for themselves (pack, ship, receive a return) go through the queue as well: with a
// network the answer comes at once, without one the step waits on the device under the form's own request key.
import { enqueue, flush, settle } from "./queue.js";
import { right, wrong } from "./signals.js";
import { says } from "./words.js";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.matches("[data-task], [data-plain]")) return;
  event.preventDefault();
  send(form, event.submitter).catch(() => wrong(says("not-kept")));
});

// What an answer said is shown on the page it led to.
const said = sessionStorage.getItem("erp-scan-said");
if (said) {
  sessionStorage.removeItem("erp-scan-said");
  right(said);
}

async function send(form, submitter) {
  if (form.dataset.queued) return;
  form.dataset.queued = "yes";
  const given = new FormData(form, submitter);
  const own = new Set(["csrf_token", "request_key", "shown_on"]);
  const fields = Object.fromEntries([...given].filter(([name]) => !own.has(name)));
  const what = form.dataset.what ?? `${document.querySelector("h1").textContent.trim()}: ${submitter?.textContent.trim() ?? ""}`;
  const key = given.get("request_key") || crypto.randomUUID();
  await enqueue({ url: form.action, fields, what, page: location.pathname + location.search, key });
  const mine = (await flush({ now: true })).find((result) => result.scan.key === key);
  delete form.dataset.queued;
  delete form.dataset.sent; // so that a refused form can be sent again, corrected
  for (const button of form.elements) button.removeAttribute?.("aria-disabled");
  if (!mine || mine.kind === "tried") {
    right(says("kept", { what }));
    form.hidden = true;
    for (const button of document.querySelectorAll(`button[form="${form.id}"]`)) button.hidden = true;
    return;
  }
  if (mine.kind === "refused") {
    await settle(key, "told"); // the person stands before it: nothing for the lane
    mark(form, mine.more.fields ?? {});
    wrong(mine.more.said);
    form.querySelector('input[name="request_key"]').value = crypto.randomUUID();
    return;
  }
  if (mine.more.said) sessionStorage.setItem("erp-scan-said", mine.more.said);
  location.assign(mine.more.location ?? location.href);
}

function mark(form, faults) {
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden") continue;
    const wrongHere = field.name in faults;
    field.classList.toggle("is-invalid", wrongHere);
    if (wrongHere) field.setAttribute("aria-invalid", "true"); else field.removeAttribute("aria-invalid");
  }
  [...form.elements].find((field) => field.name in faults && field.type !== "hidden")?.focus();
}
