// “?” or the help button: what this page is for, its steps and its keys. The text is asked for when it is wanted.
const dialog = document.getElementById("help");

if (dialog) {
  document.addEventListener("click", (event) => { if (event.target.closest("[data-open-help]")) open(); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
    if (event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog[open]")) return;
    event.preventDefault();
    open();
  });
}

async function open() {
  for (const entry of dialog.querySelectorAll("[data-when]")) entry.hidden = !document.querySelector(entry.dataset.when);
  dialog.showModal();
  const place = dialog.querySelector("[data-help-text]");
  if (place.childElementCount || !dialog.dataset.helpOf) return;
  try {
    const answer = await fetch(dialog.dataset.helpOf, { headers: { Accept: "text/html", "HX-Request": "true" } });
    if (!answer.ok) return;
    const read = new DOMParser().parseFromString(await answer.text(), "text/html");
    place.replaceChildren(...read.body.children);
  } catch { /* without a network the keys are shown alone */ }
}
