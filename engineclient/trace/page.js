"use strict";
// The page is whole without this: it unfolds all at once, goes up and down by arrow keys, and opens what #x3 points at.
const all = document.getElementById("all");
const lanes = () => [...document.querySelectorAll("details.lane")];
all.hidden = false;
all.addEventListener("click", () => {
  const open = lanes().some((lane) => !lane.open);
  for (const lane of lanes()) lane.open = open;
});
addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !event.target.matches("summary.row")) return;
  const rows = [...document.querySelectorAll("summary.row")];
  const next = rows[rows.indexOf(event.target) + step];
  if (next) { event.preventDefault(); next.focus(); }
});
const follow = () => {
  let place = location.hash && document.getElementById(location.hash.slice(1));
  for (; place; place = place.parentElement) if (place.tagName === "DETAILS") place.open = true;
};
addEventListener("hashchange", follow);
follow();
