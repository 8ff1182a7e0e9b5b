// A long grid lays out and paints only the lines in sight: its rows become boxes of their own, in the columns that the
// table had. Without scripts, and for the few lines of most documents, it stays a plain table.
import { rowsOf } from "./rows.js";

const LONG = 60;

export function watch(table) {
  const fit = () => {
    const long = rowsOf(table).length > LONG;
    if (!long && !table.classList.contains("long")) return;
    table.classList.remove("long");
    if (!long) return;
    const headings = [...table.tHead.rows[0].cells];
    const widest = headings.find((each) => each.matches(".col-description, .col-note")) ?? headings[1];
    const widths = headings.map((each) => (each === widest ? `minmax(${Math.min(150, Math.floor(each.offsetWidth))}px, 1fr)` : `${each.offsetWidth}px`));
    table.style.setProperty("--columns", widths.join(" "));
    table.classList.add("long");
  };
  table.addEventListener("grid:changed", () => { if (rowsOf(table).length > LONG !== table.classList.contains("long")) fit(); });
  addEventListener("resize", fit);
  fit();
}
