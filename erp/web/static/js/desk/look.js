// What a step would do, asked of the server while somebody still decides; only the answer to the last question counts.
export function looker(form, address, place, silent) {
  let turn = 0;
  let timer = 0;
  let asking = Promise.resolve();

  async function ask() {
    const mine = ++turn;
    place.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { method: "POST", headers: { "HX-Request": "true" }, body: new URLSearchParams(new FormData(form)) });
      const html = await answer.text();
      if (mine === turn) place.innerHTML = html; // a piece of our own page, escaped there
    } catch {
      if (mine === turn) place.textContent = silent;
    }
    if (mine === turn) place.removeAttribute("aria-busy");
  }

  return {
    soon() {
      turn += 1;
      clearTimeout(timer);
      place.setAttribute("aria-busy", "true");
      timer = setTimeout(() => { asking = ask(); }, 250);
    },
    forget(text) {
      turn += 1;
      clearTimeout(timer);
      place.removeAttribute("aria-busy");
      place.textContent = text;
    },
    // Once the answer to what is typed now stands there.
    async settled() {
      if (place.hasAttribute("aria-busy")) { clearTimeout(timer); asking = ask(); }
      await asking;
    },
  };
}

// A form is sent once what it will do was shown for what is typed now; returns what to call when something changes.
export function showFirst(form, look) {
  let shown = false;
  form.addEventListener("submit", async (event) => {
    if (shown) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    await look.settled();
    shown = true;
    setTimeout(() => form.requestSubmit()); // not while this very submit is still being told of
  }, true);
  return () => { shown = false; };
}
