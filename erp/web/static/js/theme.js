// Light or dark before the first paint: as chosen on this device, else as the system says.
(() => {
  const chosen = localStorage.getItem("erp-theme");
  const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.bsTheme = dark ? "dark" : "light";
  if (location.pathname.startsWith("/scan") && localStorage.getItem("erp-sun") === "on") {
    document.documentElement.dataset.bsTheme = "light"; // sunlight: a scanner's page at its plainest
    document.documentElement.dataset.sun = "";
  }
  document.documentElement.dataset.scripted = "";
})();
