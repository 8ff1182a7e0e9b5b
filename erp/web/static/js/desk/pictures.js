// Pictures of what lies on the desk: one that is chosen is kept at once and shown, and what was typed stays.
export function listen() {
  const form = document.getElementById("picture");
  if (!form) return () => {};
  const field = form.elements.file;
  const said = form.querySelector("[data-pictures-said]");
  form.querySelector("button[type=submit]").hidden = true; // the choice itself keeps the picture
  field.addEventListener("change", async () => {
    if (!field.files.length) return;
    said.setAttribute("aria-busy", "true");
    try {
      const headers = { Accept: "application/json", "Idempotency-Key": crypto.randomUUID() };
      const answer = await fetch(form.action, { method: "POST", headers, body: new FormData(form) });
      const told = await answer.json();
      said.textContent = answer.ok ? said.dataset.saidKept : told.error.message;
      if (answer.ok) show(said.dataset.address.replace(/0{8}-[0-]+/, told.id), said.dataset.saidName);
    } catch {
      said.textContent = said.dataset.saidSilent;
    }
    said.removeAttribute("aria-busy");
    field.value = "";
  });
  return () => field.click();
}

function show(address, name) {
  const entry = document.createElement("li");
  const link = document.createElement("a");
  const picture = document.createElement("img");
  link.href = address;
  picture.src = address;
  picture.alt = name;
  link.append(picture);
  entry.append(link);
  document.querySelector("[data-pictures]").prepend(entry);
}
