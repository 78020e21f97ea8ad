"use strict";
// The page is whole without this: it only unfolds all at once, and what an address with #x3 points at.
const all = document.getElementById("all");
const lanes = () => [...document.querySelectorAll("details.lane")];
all.hidden = false;
all.addEventListener("click", () => {
  const open = lanes().some((lane) => !lane.open);
  for (const lane of lanes()) lane.open = open;
});
const follow = () => {
  let place = location.hash && document.getElementById(location.hash.slice(1));
  for (; place; place = place.parentElement) if (place.tagName === "DETAILS") place.open = true;
};
addEventListener("hashchange", follow);
follow();
