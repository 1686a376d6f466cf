// Choosing rows of a list: table[data-pick] holds the boxes, [data-pick-all] its box for all of them. Shift takes
// everything between two clicks. Buttons say how many: <button data-pick-words="Ghi # trẻ" form="…">.
const rows = (table) => [...table.querySelectorAll("tbody input[type=checkbox]:not(:disabled):not([name=dung])")];

function say(table) {
  const boxes = rows(table);
  const chosen = boxes.filter((box) => box.checked).length;
  const all = table.querySelector("[data-pick-all]");
  if (all) {
    all.checked = boxes.length > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  }
  for (const button of document.querySelectorAll(`[data-pick-words][data-pick-of="${CSS.escape(table.id)}"]`)) {
    button.textContent = button.dataset.pickWords.replace("#", chosen.toLocaleString(document.documentElement.lang));
  }
}

for (const table of document.querySelectorAll("table[data-pick]")) {
  let last = null;
  table.addEventListener("click", (event) => {
    const box = event.target.closest("input[type=checkbox]");
    if (!box || box.name === "dung") return;
    const boxes = rows(table);
    if (box.matches("[data-pick-all]")) {
      boxes.forEach((each) => { each.checked = box.checked; });
    } else if (event.shiftKey && last) {
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
      boxes.slice(from, to + 1).forEach((each) => { each.checked = box.checked; });
    }
    last = box.matches("[data-pick-all]") ? null : box;
    say(table);
  });
  say(table);
}
