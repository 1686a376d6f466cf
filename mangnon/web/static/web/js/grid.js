// A table one types into: Enter and the arrows go down and up, a pasted column or block fills the cells from here on.
// Cells are inputs, selects or boxes with data-col; a row without that cell is passed over.
const CELL = "input[data-col], select[data-col]";
const column = (table, name) => [...table.querySelectorAll(CELL)].filter((cell) => cell.dataset.col === name);
const names = (table) => [...new Set([...table.querySelectorAll(CELL)].map((cell) => cell.dataset.col))];

function go(cell) {
  if (!cell) return false;
  cell.focus();
  cell.select?.();
  return true;
}

function down(table, cell, by) {
  const cells = column(table, cell.dataset.col);
  return go(cells[cells.indexOf(cell) + by]);
}

function across(table, cell, by) {
  const cells = [...cell.closest("tr").querySelectorAll(CELL)];
  return go(cells[cells.indexOf(cell) + by]);
}

// Left and right leave a cell only at its edge, so that the text itself can still be walked through.
function atEdge(cell, by) {
  if (cell.type === "checkbox" || cell.tagName === "SELECT") return cell.type === "checkbox";
  const whole = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
  return whole || (by < 0 ? cell.selectionEnd === 0 : cell.selectionStart === cell.value.length);
}

function put(cell, text) {
  const words = text.trim();
  if (cell.type === "checkbox") cell.checked = /^(x|1|có|co|true|✓)$/i.test(words);
  else if (cell.tagName === "SELECT") {
    const found = [...cell.options].find((option) => [option.value, option.text.trim()].some(
      (each) => each.toLocaleLowerCase("vi") === words.toLocaleLowerCase("vi")));
    if (found) cell.value = found.value;
  } else cell.value = words;
  cell.dispatchEvent(new Event("input", { bubbles: true }));
  cell.dispatchEvent(new Event("change", { bubbles: true }));
}

function paste(table, cell, text) {
  const lines = text.replace(/\r/g, "").replace(/\n$/, "").split("\n");
  if (lines.length < 2 && !text.includes("\t")) return false;
  const order = names(table);
  const first = order.indexOf(cell.dataset.col);
  const row = column(table, cell.dataset.col).indexOf(cell);
  lines.forEach((line, y) => line.split("\t").forEach((value, x) => {
    const target = order[first + x] && column(table, order[first + x])[row + y];
    if (target) put(target, value);
  }));
  return true;
}

function onKey(table, event) {
  const cell = event.target.closest(CELL);
  if (!cell || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const select = cell.tagName === "SELECT";
  if (event.key === "Enter") {
    // Enter never sends a half-filled table; on the last row it stays.
    down(table, cell, event.shiftKey ? -1 : 1);
    event.preventDefault();
  } else if (!select && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    if (down(table, cell, event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
  } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    const by = event.key === "ArrowLeft" ? -1 : 1;
    if (!event.shiftKey && atEdge(cell, by) && across(table, cell, by)) event.preventDefault();
  }
}

for (const table of document.querySelectorAll("table[data-grid]")) {
  table.addEventListener("keydown", (event) => onKey(table, event));
  table.addEventListener("paste", (event) => {
    const cell = event.target.closest(CELL);
    if (cell && paste(table, cell, event.clipboardData.getData("text"))) event.preventDefault();
  });
  table.addEventListener("focusin", (event) => {
    table.querySelector("tr.here")?.classList.remove("here");
    event.target.closest("tr")?.classList.add("here");
  });
}
