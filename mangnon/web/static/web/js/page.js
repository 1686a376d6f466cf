// On every page: small comforts on top of plain links and forms. Without this file everything still works.
import "./dialog.js";
import "./draft.js";
import "./keys.js";
import "./leaving.js";
import "./only.js";
import "./pick.js";
import "./print.js";

// A list of mistakes takes the focus, so that it is read first.
document.getElementById("loi")?.focus();

// A button that prints the page it stands on. Shown by script only: without it the browser's own menu prints.
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
