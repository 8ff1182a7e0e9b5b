// A step that cannot be taken back says first what it will do.
const dialog = document.getElementById("confirm");

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-confirm]");
  if (!button || !dialog || button.dataset.confirmed) return;
  event.preventDefault();
  document.getElementById("confirm-text").textContent = button.dataset.confirm;
  dialog.returnValue = "no";
  dialog.showModal();
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "yes") {
      button.dataset.confirmed = "yes";
      button.click();
      delete button.dataset.confirmed;
    } else {
      button.focus();
    }
  }, { once: true });
});
