// Theme, side bar on small screens, menus that close, selects that send themselves, ticking all rows.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-toggle-theme]")) {
    const root = document.documentElement;
    const theme = root.dataset.bsTheme === "dark" ? "light" : "dark";
    root.dataset.bsTheme = theme;
    localStorage.setItem("erp-theme", theme);
  }
  const menu = event.target.closest("[data-toggle-menu]");
  if (menu) {
    const open = document.body.classList.toggle("menu-open");
    menu.setAttribute("aria-expanded", String(open));
  } else if (!event.target.closest(".side")) {
    closeSideBar();
  }
  for (const open of document.querySelectorAll("details[data-menu][open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  closeSideBar();
  for (const open of document.querySelectorAll("details[data-menu][open]")) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-send-on-change]")) event.target.form.requestSubmit();
  if (event.target.matches("[data-tick-all]")) {
    const table = event.target.closest("table");
    for (const box of table.querySelectorAll('tbody input[type="checkbox"]')) box.checked = event.target.checked;
  }
});

function closeSideBar() {
  document.body.classList.remove("menu-open");
  document.querySelector("[data-toggle-menu]")?.setAttribute("aria-expanded", "false");
}
