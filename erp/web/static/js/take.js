// Two people changed one record: the other's value is put into the field at a key, and one's own is put back at the next.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-take]");
  if (!button) return;
  const taken = button.getAttribute("aria-pressed") === "true";
  const wanted = taken ? JSON.parse(button.dataset.mine) : theirs(button);
  if (!taken) button.dataset.mine = JSON.stringify(wanted.map(([name]) => [name, read(field(name))]));
  for (const [name, value] of wanted) write(field(name), value);
  button.dataset.saidTake ??= button.textContent;
  button.textContent = taken ? button.dataset.saidTake : button.dataset.saidBack;
  button.setAttribute("aria-pressed", String(!taken));
});

// What goes where: [id or name of the field, value].
function theirs(button) {
  if (button.dataset.take) return [[button.dataset.take, button.dataset.value]];
  const line = button.dataset.takeLine;
  return Object.entries(JSON.parse(button.dataset.values))
    .map(([column, value]) => [`${line}-${column}`, value])
    .filter(([name]) => field(name));
}

function field(name) {
  return document.getElementById(name) ?? document.getElementsByName(name)[0] ?? null;
}

function read(element) {
  return element.type === "checkbox" ? (element.checked ? element.value : "") : element.value;
}

function write(element, value) {
  if (element.type === "checkbox") element.checked = value !== "";
  else element.value = value;
  for (const kind of ["input", "change"]) element.dispatchEvent(new Event(kind, { bubbles: true }));
}
