// Who signs out while something recorded on this machine was not sent is asked first: send it, leave it for her own
// next visit, or take it off the machine.
import { drop, kept } from "./queue.js";

for (const form of document.querySelectorAll("form[data-leaves]")) {
  const account = form.dataset.leaves;
  let answered = false;
  form.addEventListener("submit", (event) => {
    const waiting = kept(account);
    const note = form.querySelector("[data-leaves-note]");
    if (answered || !waiting.length || !note) return;
    event.preventDefault();
    note.hidden = false;
    note.querySelector("[data-leaves-count]").textContent = waiting.length;
    note.querySelector("a").focus();
  });
  for (const button of form.querySelectorAll("[data-leaves-as]")) {
    button.addEventListener("click", () => {
      answered = true;
      if (button.dataset.leavesAs === "drop") for (const entry of kept(account)) drop(account, entry.id);
    });
  }
}
