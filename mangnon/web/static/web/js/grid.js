// A table one types into: Enter and the arrows go down and up, a pasted column fills the column.
const cells = (table, column) => [...table.querySelectorAll(`input[data-col="${CSS.escape(column)}"]`)];

function step(table, input, by) {
  const column = cells(table, input.dataset.col);
  const next = column[column.indexOf(input) + by];
  if (next) { next.focus(); next.select(); }
  return Boolean(next);
}

function paste(table, input, text) {
  const lines = text.replace(/\r/g, "").split("\n").filter((line, at, all) => line !== "" || at < all.length - 1);
  if (lines.length < 2 && !text.includes("\t")) return false;
  const columns = [...new Set([...table.querySelectorAll("input[data-col]")].map((i) => i.dataset.col))];
  const first = columns.indexOf(input.dataset.col);
  const row = cells(table, input.dataset.col).indexOf(input);
  lines.forEach((line, down) => line.split("\t").forEach((value, across) => {
    const target = columns[first + across] && cells(table, columns[first + across])[row + down];
    if (target) target.value = value.trim();
  }));
  return true;
}

for (const table of document.querySelectorAll("table[data-grid]")) {
  table.addEventListener("keydown", (event) => {
    const input = event.target.closest("input[data-col]");
    if (!input) return;
    const by = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by && (step(table, input, by) || event.key !== "Enter")) event.preventDefault();
  });
  table.addEventListener("paste", (event) => {
    const input = event.target.closest("input[data-col]");
    if (input && paste(table, input, event.clipboardData.getData("text"))) event.preventDefault();
  });
}
