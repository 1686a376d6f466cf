// The quick way out: the page is empty at once, and one step back does not lead to it. Without this script the link
// leads to the same place.
const link = document.querySelector("[data-leave]");

function leave() {
  document.documentElement.hidden = true;
  document.title = "\u00a0";
  for (const form of document.forms) form.reset();
  for (const box of document.querySelectorAll("textarea, input")) box.value = "";
  window.location.replace(link.href);
}

let before = -Infinity;
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.repeat) return;
  if (event.timeStamp - before < 2000) leave();
  before = event.timeStamp;
});
link.addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});
// Whoever comes back finds nothing that was typed.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});
