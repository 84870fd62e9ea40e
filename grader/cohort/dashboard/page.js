"use strict";
// Sorting: a button in a heading sorts its table by that column; again, the other way round.
// Cells sort by their data-v where they have one, else by their text.
const value = (row, column) => {
  const cell = row.cells[column];
  return cell.dataset.v ?? cell.textContent.trim();
};
for (const button of document.querySelectorAll("th button")) {
  button.addEventListener("click", () => {
    const heading = button.closest("th");
    const down = heading.getAttribute("aria-sort") !== "descending";
    for (const other of heading.parentNode.children) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    const body = heading.closest("table").tBodies[0];
    const column = heading.cellIndex;
    const rows = [...body.rows].sort((a, b) =>
      value(a, column).localeCompare(value(b, column), undefined, { numeric: true }));
    body.append(...(down ? rows.reverse() : rows));
  });
}
// Searching: only the rows whose learner's name has what was typed. The key / goes there.
const search = document.getElementById("search");
if (search) {
  const rows = [...document.querySelectorAll("tr[data-name]")];
  search.addEventListener("input", () => {
    const words = search.value.toLowerCase();
    let shown = 0;
    for (const row of rows) {
      row.hidden = !row.dataset.name.includes(words);
      shown += row.closest("#learners") && !row.hidden ? 1 : 0;
    }
    document.getElementById("found").textContent = `${shown} ${shown === 1 ? "learner" : "learners"} shown`;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== search) {
      event.preventDefault();
      search.focus();
    }
  });
}
