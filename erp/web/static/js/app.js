// What every page has: each module attaches itself by data attributes, also to pieces that htmx puts in later.
import "./menu.js";
import "./finder.js";
import "./chart.js";
import "./session.js";
import "./help.js";
import "./once.js";
import "./confirm.js";
import "./take.js";
import "./lookup.js";
import "./entry.js";
