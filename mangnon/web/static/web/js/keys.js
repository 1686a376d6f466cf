// Keys: "/" goes to the search, Esc closes an open menu, and a key named in data-key presses its button or link.
// Whoever speaks to the machine, or shakes, can switch the single letters off (WCAG 2.1.4): Esc stays.
const off = document.querySelector("meta[name=single-keys][content=off]");
const typing = (target) => target.closest("input, select, textarea, [contenteditable]");
const plain = (event) => !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu === except) continue;
    const inside = menu.contains(document.activeElement);
    menu.open = false;
    if (inside) menu.querySelector("summary").focus();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { closeMenus(); return; }
  if (off || !plain(event) || typing(event.target) || document.querySelector("dialog:modal")) return;
  if (event.key === "/") {
    const search = document.querySelector("form[role=search] input[type=search]");
    if (search?.offsetParent) { event.preventDefault(); search.focus(); search.select(); }
    return;
  }
  const key = event.key.toLowerCase();
  const chosen = [...document.querySelectorAll("[data-key]")].find((e) => e.dataset.key.toLowerCase() === key);
  if (chosen) { event.preventDefault(); chosen.click(); }
});

document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
