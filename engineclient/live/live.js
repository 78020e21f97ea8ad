"use strict";
// Rows arrive as server-sent events; only those in sight are in the document. All text goes in as text, never as markup,
// but for the unfolded exchange, which the server has escaped; the page's policy runs no script that is not this file.
const HEIGHT = 46, SPARE = 8, MOST = 12000;
const words = document.body.dataset;
const at = (id) => document.getElementById(id);
const [scroll, space, state, inside, title] = ["scroll", "space", "state", "inside", "paneTitle"].map(at);

let rows = new Map();      // by id
let order = [];            // all rows by time
let shown = [];            // those that the filter lets through
let pending = null;        // what came while paused, by id
let chosen = "";           // id of the selected row
let stream = null;
let latest = 0;            // the time of the newest event
let drawing = false;

const source = () => at("source").value;
const address = (path, more = {}) => path + "?" + new URLSearchParams({ source: source(), ...more });

// what comes in

function take({ rows: changed = [], gone = [] }) {
  if (pending) {
    for (const row of changed) pending.set(row.id, row);
    for (const id of gone) pending.set(id, null);
    return;
  }
  let sorted = true;
  for (const row of changed) {
    const before = rows.get(row.id);
    latest = Math.max(latest, row.at + (row.end ?? row.head ?? 0));
    if (before) { Object.assign(before, row); continue; }
    rows.set(row.id, row);
    if (order.length && order[order.length - 1].at > row.at) sorted = false;
    order.push(row);
  }
  for (const id of gone) rows.delete(id);
  while (rows.size > MOST) rows.delete(rows.keys().next().value);
  if (gone.length || order.length > rows.size) order = order.filter((row) => rows.get(row.id) === row);
  if (!sorted) order.sort((one, other) => one.at - other.at);
  choose();
}

function choose() {
  const text = at("search").value.toLowerCase(), only = at("only").value;
  const fits = (row) => (!only || row.state === only || row.kind === only)
    && (!text || `${row.what} ${row.status} ${row.sentence}`.toLowerCase().includes(text));
  shown = text || only ? order.filter(fits) : order;
  draw();
}

function connect() {
  if (stream) stream.close();
  rows = new Map(); order = []; shown = []; latest = 0; pending = pending && new Map();
  chosen = ""; links(); choose();
  stream = new EventSource(address("events"));
  stream.onopen = () => { state.className = "state"; report(); };
  stream.onmessage = (event) => take(JSON.parse(event.data));
  stream.onerror = () => {
    if (stream.readyState !== EventSource.CLOSED) { rows.clear(); order = []; }
    state.className = "state lost"; state.textContent = words.lost;
  };
}

// what is drawn

function draw() {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => { drawing = false; paint(); });
}

function paint() {
  const following = scroll.scrollTop + scroll.clientHeight >= space.clientHeight - HEIGHT;
  space.style.height = `${shown.length * HEIGHT}px`;
  if (following) scroll.scrollTop = space.clientHeight;
  const first = Math.max(0, Math.floor(scroll.scrollTop / HEIGHT) - SPARE);
  const last = Math.min(shown.length, Math.ceil((scroll.scrollTop + scroll.clientHeight) / HEIGHT) + SPARE);
  const seen = shown.slice(first, last);
  const begin = seen.length ? seen[0].at : 0;
  const end = seen.reduce((most, row) => Math.max(most, row.at + (row.end ?? latest - row.at)), begin + 1e-6);
  while (space.childElementCount > seen.length) space.lastElementChild.remove();
  while (space.childElementCount < seen.length) space.append(line());
  // a row keeps its element while it is in sight: what does not change is not drawn again
  seen.forEach((row, index) => fill(space.children[(first + index) % seen.length], row, first + index, begin, end - begin));
  at("empty").hidden = shown.length > 0;
  const active = shown.findIndex((row) => row.id === chosen);
  if (active >= first && active < last) scroll.setAttribute("aria-activedescendant", `line-${chosen}`);
  else scroll.removeAttribute("aria-activedescendant");
  report();
}

function report() {
  if (state.classList.contains("lost")) return;
  const text = `${words.connected} · ${shown.length} / ${order.length} ${words.shown}`;
  if (state.textContent !== text) state.textContent = text;
}

function line() {
  const made = document.createElement("div");
  made.setAttribute("role", "option");
  const label = document.createElement("span");
  label.className = "label";
  for (const name of ["n", "what mono", "status", "sentence", "took"]) {
    const part = document.createElement("span");
    part.className = name;
    label.append(part);
  }
  const track = document.createElement("span");
  track.className = "track";
  track.setAttribute("aria-hidden", "true");
  for (const name of ["span works", "span open", "moment"]) {
    const bar = document.createElement("span");
    bar.className = name;
    track.append(bar);
  }
  made.append(label, track);
  return made;
}

function fill(made, row, place, begin, length) {
  const [label, track] = made.children;
  const [n, what, status, sentence, took] = label.children;
  made.id = `line-${row.id}`;
  made.dataset.id = row.id;
  made.className = `line ${row.state} ${row.kind}`;
  made.style.top = `${place * HEIGHT}px`;
  made.setAttribute("aria-selected", String(row.id === chosen));
  made.setAttribute("aria-setsize", shown.length);
  made.setAttribute("aria-posinset", place + 1);
  put(n, row.kind === "daemon" ? "◆" : row.id.slice(1));
  put(what, row.what);
  put(status, row.status ? String(row.status) : row.kind === "daemon" ? "" : "…");
  status.className = `status${row.status >= 500 ? " bad" : row.status >= 400 ? " warn" : ""}`;
  put(sentence, row.sentence);
  put(took, row.took);
  const [works, open, moment] = track.children;
  const percent = (seconds) => `${100 * Math.max(0, seconds) / length}%`;
  const over = row.end ?? latest - row.at, head = row.head ?? over;
  moment.hidden = row.kind !== "daemon";
  works.hidden = !moment.hidden;
  open.hidden = !moment.hidden || over - head < length / 200;
  for (const [bar, from, width] of [[works, row.at, head], [open, row.at + head, over - head], [moment, row.at, 0]]) {
    bar.style.setProperty("--t", percent(from - begin));
    bar.style.setProperty("--w", percent(Math.min(width, begin + length - from)));
  }
}

function put(part, text) {
  if (part.textContent !== text) part.textContent = text;
}

// one exchange

async function open(id) {
  chosen = id;
  paint();
  const row = rows.get(id);
  if (!row) return;
  title.textContent = row.what;
  apart(true);
  at("copy").hidden = row.kind === "daemon";
  if (row.kind === "daemon") { inside.textContent = row.sentence; return; }
  const answer = await fetch(address(`x/${id.slice(1)}`));
  const text = await answer.text();
  if (id !== chosen) return;
  if (answer.ok) inside.innerHTML = text; else inside.textContent = text;
}

function apart(open) {
  at("close").hidden = !open;
  at("panes").classList.toggle("alone", !open);
}

function shut() {
  chosen = "";
  inside.textContent = "";
  title.textContent = "";
  at("copy").hidden = true;
  apart(false);
  paint();
  scroll.focus();
}

async function compare() {
  const names = [...at("source").options].map((option) => option.value).filter(Boolean);
  inside.textContent = "";
  title.textContent = at("compare").textContent;
  at("copy").hidden = true; apart(true);
  const choice = document.createElement("select");
  choice.setAttribute("aria-label", at("compare").textContent);
  for (const name of ["", ...names]) choice.append(new Option(name, name));
  const result = document.createElement("div");
  choice.addEventListener("change", async () => {
    const answer = await fetch(address("compare", { with: choice.value }));
    result.textContent = "";
    if (!answer.ok) { result.textContent = await answer.text(); return; }
    const changes = await answer.json();
    if (!changes.length) { result.textContent = words.same; return; }
    const table = document.createElement("table");
    table.className = "changes";
    for (const change of changes) {
      const line = table.insertRow();
      for (const cell of change) line.insertCell().textContent = cell;
    }
    result.append(table);
  });
  inside.append(choice, result);
  choice.focus();
}

function links() {
  for (const [id, name] of [["har", "har"], ["recording", "json"], ["trace", "jsonl"], ["page", "html"]])
    at(id).href = address(`save/minidocker.${name}`);
}

// keys and clicks

function move(to) {
  if (!shown.length) return;
  const place = Math.min(Math.max(to, 0), shown.length - 1);
  chosen = shown[place].id;
  const top = place * HEIGHT;
  if (top < scroll.scrollTop) scroll.scrollTop = top;
  else if (top + HEIGHT > scroll.scrollTop + scroll.clientHeight) scroll.scrollTop = top + HEIGHT - scroll.clientHeight;
  paint();
}

scroll.addEventListener("keydown", (event) => {
  const here = shown.findIndex((row) => row.id === chosen);
  const page = Math.max(1, Math.floor(scroll.clientHeight / HEIGHT) - 1);
  const steps = { ArrowDown: here + 1, ArrowUp: here - 1, PageDown: here + page, PageUp: here - page,
    Home: 0, End: shown.length - 1 };
  if (event.key in steps) move(steps[event.key]);
  else if ((event.key === "Enter" || event.key === " ") && chosen) open(chosen).then(() => title.focus());
  else return;
  event.preventDefault();
});
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !at("close").hidden) shut();
  else if (event.key === "/" && !event.target.matches("input, select")) { event.preventDefault(); at("search").focus(); }
});
space.addEventListener("click", (event) => {
  const made = event.target.closest(".line");
  if (made) open(made.dataset.id);
});
scroll.addEventListener("scroll", draw, { passive: true });
addEventListener("resize", draw);
at("tools").addEventListener("submit", (event) => event.preventDefault());
at("search").addEventListener("input", choose);
at("only").addEventListener("change", choose);
at("source").addEventListener("change", connect);
at("pause").addEventListener("click", () => {
  const held = pending;
  pending = held ? null : new Map();
  at("pause").setAttribute("aria-pressed", String(Boolean(pending)));
  at("pause").textContent = pending ? words.resume : words.pause;
  if (held) take({ rows: [...held.values()].filter(Boolean), gone: [...held].filter(([, row]) => !row).map(([id]) => id) });
});
at("clear").addEventListener("click", () => fetch(address("clear"), { method: "POST" }));
at("compare").addEventListener("click", compare);
at("close").addEventListener("click", shut);
at("copy").addEventListener("click", async () => {
  const pasted = inside.querySelector(".pasted pre");
  if (!pasted) return;
  await navigator.clipboard.writeText(pasted.textContent);
  const label = at("copy").textContent;
  at("copy").textContent = words.copied;
  setTimeout(() => { at("copy").textContent = label; }, 1500);
});
connect();
