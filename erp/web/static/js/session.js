// The end of a session loses nothing that was typed. Before a form that stood open for a while is sent, the server is
// asked whether the session still holds; if not, the person signs in on top of the page and the form goes on. A form
// that was sent into an ended session is kept in this tab alone and offered again after signing in: its request key
// makes sure that it acts once.
const dialog = document.getElementById("sign-in-again");
const KEPT = "erp-unsent";
const TRUSTED = 5 * 60 * 1000; // within so long after an answer nobody is asked
let heard = Date.now();

if (dialog) {
  document.addEventListener("submit", beforeSending, true);
  document.addEventListener("htmx:beforeOnLoad", beforeSwapping);
  offerKept();
  const banner = document.querySelector("[data-offline]");
  const tell = () => { banner.hidden = navigator.onLine; };
  addEventListener("online", tell);
  addEventListener("offline", tell);
  tell();
} else if (new URLSearchParams(location.search).has("unsent")) {
  const kept = read();
  if (kept) sessionStorage.setItem(KEPT, JSON.stringify({ ...kept, refused: true }));
}

async function beforeSending(event) {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sessionKnown || Date.now() - heard < TRUSTED) {
    delete form.dataset.sessionKnown;
    keep(form, event.submitter);
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!(await stillSignedIn()) && !(await signInAgain())) return;
  form.dataset.sessionKnown = "yes";
  form.requestSubmit(event.submitter);
}

async function beforeSwapping(event) {
  heard = Date.now();
  if (event.detail.xhr.status !== 401) return;
  event.preventDefault();
  const { elt, requestConfig } = event.detail;
  if (await signInAgain()) htmx.ajax(requestConfig.verb, requestConfig.path, { source: elt, values: requestConfig.parameters });
}

async function stillSignedIn() {
  try {
    const answer = await fetch(dialog.dataset.session, { headers: { Accept: "application/json" } });
    if (!answer.ok) return answer.status !== 401;
    const told = await answer.json();
    if (told.user !== dialog.dataset.user) return false;
    renew(told.csrf);
  } catch { /* no connection: the browser says so when the form is sent */ }
  return true;
}

function signInAgain() {
  const form = dialog.querySelector("form");
  const problem = dialog.querySelector("[data-problem]");
  const password = form.elements.password;
  problem.textContent = "";
  password.value = "";
  dialog.showModal();
  password.focus();
  return new Promise((done) => {
    const finish = (signedIn) => {
      form.removeEventListener("submit", send);
      dialog.close();
      done(signedIn);
    };
    const send = async (event) => {
      event.preventDefault();
      event.stopPropagation();
      const body = new URLSearchParams({ user_name: form.elements.user_name.value, password: password.value, csrf_token: token() });
      try {
        const answer = await fetch(dialog.dataset.signIn, { method: "POST", body, headers: { Accept: "application/json" } });
        const told = await answer.json();
        if (answer.ok) { renew(told.csrf); finish(true); } else problem.textContent = told.error.message;
      } catch { problem.textContent = document.querySelector("[data-offline]").textContent; }
    };
    form.addEventListener("submit", send);
    dialog.querySelector("[data-later]").onclick = () => finish(false);
    dialog.addEventListener("cancel", () => finish(false), { once: true });
  });
}

function token() {
  return document.querySelector("input[name=csrf_token]")?.value ?? "";
}

function renew(csrf) {
  heard = Date.now();
  for (const input of document.querySelectorAll("input[name=csrf_token]")) input.value = csrf;
}

function keep(form, submitter) {
  if (form.querySelector("input[type=password], input[type=file]") || form.closest("dialog")) return;
  const values = [...new FormData(form, submitter)].filter(([name]) => name !== "csrf_token");
  try {
    sessionStorage.setItem(KEPT, JSON.stringify({ user: dialog.dataset.user, action: form.action, values }));
  } catch { /* more than the tab may keep: the server's own copy of long forms is there for that */ }
}

function read() {
  try { return JSON.parse(sessionStorage.getItem(KEPT)); } catch { return null; }
}

function offerKept() {
  const kept = read();
  sessionStorage.removeItem(KEPT);
  if (!kept?.refused || kept.user !== dialog.dataset.user || new URL(kept.action).origin !== location.origin) return;
  const message = document.createElement("div");
  message.className = "message message-warning";
  message.setAttribute("role", "alert");
  const form = document.createElement("form");
  form.method = "post";
  form.action = kept.action;
  form.className = "kept-form";
  for (const [name, value] of [["csrf_token", token()], ...kept.values]) {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    form.append(input);
  }
  const drop = button(dialog.dataset.keptDrop, "btn", "button");
  drop.addEventListener("click", () => message.remove());
  form.append(button(dialog.dataset.keptSend, "btn btn-primary", "submit"), drop);
  message.append(dialog.dataset.keptText, form);
  document.getElementById("messages").prepend(message);
  form.querySelector("button").focus();
}

function button(text, className, type) {
  const made = document.createElement("button");
  made.type = type;
  made.className = className;
  made.textContent = text;
  return made;
}
