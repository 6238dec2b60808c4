// A grid of scores: keyboard, paste, autosave, undo. A cell is saved from the value it began from; a cell that
// somebody else changed meanwhile asks, it never overwrites.

const table = document.querySelector("[data-grid]");
const panel = document.querySelector("[data-grid-panel]");
const MARKS = { saved: "✓", wrong: "!", clash: "≠", differs: "≠", saving: "…" };
const part = (name) => panel.querySelector(`[data-${name}]`);
const words = table.dataset;
const rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("td[data-criterion]")]);
const filled = rows.filter((row) => row.length);
const undone = [];
const queue = new Map();
let chosen = null;
let editor = null;
let running = false;
let timer = 0;
let leaving = false;

const key = (cell) => `${cell.dataset.card}.${cell.dataset.criterion}.${columnOf(cell)}`;
const columnOf = (cell) => cell.dataset.column || words.column;
const csrf = () => decodeURIComponent((document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || ["", ""])[1]);

function mark(cell, state) {
  cell.querySelector(".cell-mark")?.remove();
  cell.dataset.state = state;
  if (!state) return;
  const sign = document.createElement("span");
  sign.className = "cell-mark";
  sign.setAttribute("aria-hidden", "true");
  sign.textContent = MARKS[state];
  const word = document.createElement("span");
  word.className = "visually-hidden";
  word.textContent = ` ${words[`word${state[0].toUpperCase()}${state.slice(1)}`]}`;
  sign.append(word);
  sign.removeAttribute("aria-hidden");
  cell.append(sign);
}

function show(cell, text) {
  cell.textContent = text;
  mark(cell, cell.dataset.state || "");
}

function tell() {
  if (!chosen) return;
  const { dataset } = chosen;
  const unit = chosen.parentElement.querySelector("th").textContent.trim();
  part("panel-name").textContent = `${unit} · ${dataset.label || ""}`;
  part("panel-by").textContent = dataset.by || "";
  part("panel-working").textContent = dataset.working || "";
  part("panel-say").textContent = dataset.say || "";
  const clash = part("panel-clash");
  if (clash) clash.hidden = dataset.state !== "clash";
  for (const name of ["reason", "unproven"]) {
    const box = part(`panel-${name}`);
    if (box && document.activeElement !== box) box.value = dataset[name] || "";
  }
}

function choose(cell, focus = true) {
  if (!cell) return;
  if (chosen) chosen.tabIndex = -1;
  chosen = cell;
  cell.tabIndex = 0;
  leaving = false;
  if (focus) cell.focus();
  tell();
}

function place(cell) {
  const row = filled.findIndex((line) => line.includes(cell));
  return [row, filled[row].indexOf(cell)];
}

function step(down, right) {
  const [row, column] = place(chosen);
  const next = filled[row + down]?.[column + right];
  if (next?.offsetParent) choose(next);
}

function edit(cell, typed) {
  if (!("edit" in cell.dataset) || editor) return;
  choose(cell, false);
  editor = document.createElement("input");
  editor.className = "cell-editor";
  editor.value = typed ?? cell.dataset.typed ?? cell.dataset.text;
  editor.setAttribute("aria-label", cell.dataset.label || "");
  editor.autocomplete = "off";
  cell.textContent = "";
  cell.append(editor);
  editor.focus();
  if (typed === undefined) editor.select();
  editor.addEventListener("blur", () => close(true));
}

function close(keep) {
  if (!editor) return;
  const [box, cell] = [editor, editor.parentElement];
  editor = null;
  const typed = box.value.trim();
  box.remove();
  const changed = typed !== (cell.dataset.typed ?? cell.dataset.text) || cell.dataset.state === "wrong";
  if (keep && changed) {
    enter([[cell, typed]], "typed");
  } else {
    show(cell, cell.dataset.typed ?? cell.dataset.shown ?? "");
  }
}

for (const cell of filled.flat()) cell.dataset.shown = cell.textContent.trim();

function enter(pairs, source) {
  const group = {};
  for (const [cell, typed] of pairs) {
    cell.dataset.typed = typed;
    show(cell, typed);
    send(cell, { text: typed, source, group });
  }
}

function send(cell, wish) {
  queue.set(key(cell), { cell, ...wish });
  mark(cell, "saving");
  clearTimeout(timer);
  timer = setTimeout(flush, 300);
}

async function flush() {
  if (running || !queue.size) return;
  running = true;
  const first = queue.values().next().value;
  const batch = [...queue].filter(
    ([, wish]) => columnOf(wish.cell) === columnOf(first.cell) && wish.source === first.source
  );
  for (const [name] of batch) queue.delete(name);
  const wishes = batch.map(([, wish]) => wish);
  try {
    const response = await fetch(words.save, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf(), "X-Requested-With": "fetch" },
      redirect: "error",
      body: JSON.stringify({ column: columnOf(first.cell), source: first.source, cells: wishes.map(wanted) }),
    });
    if (!response.ok) throw new Error(response.status);
    const told = await response.json();
    told.cells.forEach((answer, place) => settle(wishes[place], answer));
    for (const [card, points] of Object.entries(told.totals)) {
      for (const total of document.querySelectorAll(`[data-total="${card}"]`)) total.textContent = points;
    }
    if (told.cells.some((answer) => answer.state === "saved")) say(`${words.wordAt} ${told.at}`);
  } catch {
    for (const { cell } of wishes) {
      cell.dataset.say = words.wordLost;
      mark(cell, "wrong");
    }
    say(words.wordLost);
  }
  running = false;
  tell();
  if (queue.size) flush();
}

function wanted({ cell, text, reason, unproven, again }) {
  const wish = {
    card: Number(cell.dataset.card),
    criterion: Number(cell.dataset.criterion),
    began: Number(cell.dataset.value),
    text,
    reason: reason ?? "",
    unproven: unproven ?? "",
  };
  return again === undefined ? wish : { ...wish, again };
}

function settle({ cell, group, again }, answer) {
  const { dataset } = cell;
  dataset.say = answer.say;
  dataset.needs = answer.needs;
  if (answer.state === "saved" || answer.state === "same") {
    if (answer.state === "saved" && again === undefined) {
      if (!undone.includes(group)) undone.push(Object.assign(group, { cells: [] }));
      group.cells.push([cell, Number(dataset.value)]);
    }
    take(cell, answer);
    if (!queue.has(key(cell))) {
      delete dataset.typed;
      show(cell, answer.shown);
      mark(cell, "saved");
    }
  } else {
    if (answer.state === "clash") cell.theirs = answer;
    if (answer.state === "clash") dataset.say = `${answer.say} ${answer.shown} (${answer.by})`;
    mark(cell, answer.state);
    if (answer.needs && cell === chosen) part("panel-reason")?.focus();
  }
}

function take(cell, answer) {
  Object.assign(cell.dataset, {
    value: answer.value,
    text: answer.text,
    shown: answer.shown,
    reason: answer.reason,
    unproven: answer.unproven,
    by: answer.by,
    working: answer.working,
  });
}

const say = (text) => {
  part("panel-say").textContent = text;
};

function undo() {
  const group = undone.pop();
  if (!group) {
    say(words.wordNothing);
    return;
  }
  for (const [cell, again] of group.cells) {
    delete cell.dataset.typed;
    send(cell, { text: "", again, source: "typed", group });
  }
}

function paste(text) {
  const [top, left] = place(chosen);
  const lines = text.replace(/\r/g, "").replace(/\n$/, "").split("\n");
  const pairs = [];
  lines.forEach((line, down) =>
    line.split("\t").forEach((typed, right) => {
      const cell = filled[top + down]?.[left + right];
      if (cell && "edit" in cell.dataset) pairs.push([cell, typed.trim()]);
    })
  );
  enter(pairs, "pasted");
}

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function editing(event) {
  const keys = { Enter: [1, 0], Tab: [0, event.shiftKey ? -1 : 1] };
  if (event.key === "Escape") {
    event.preventDefault();
    close(false);
    chosen.focus();
  } else if (keys[event.key]) {
    event.preventDefault();
    close(true);
    chosen.focus();
    step(...keys[event.key]);
  }
}

function moving(event) {
  if (event.key === "Tab") {
    const [row, column] = place(chosen);
    const next = filled[row][column + (event.shiftKey ? -1 : 1)];
    if (leaving || !next) return;
    event.preventDefault();
    choose(next);
  } else if (ARROWS[event.key]) {
    event.preventDefault();
    step(...ARROWS[event.key]);
  } else if (event.key === "Escape") {
    leaving = true;
  } else if (event.key === "Enter" || event.key === "F2") {
    event.preventDefault();
    edit(chosen);
  } else if (event.key === "Delete" || event.key === "Backspace") {
    event.preventDefault();
    if ("edit" in chosen.dataset && chosen.dataset.text) enter([[chosen, ""]], "typed");
  } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    edit(chosen, event.key);
  }
}

table.addEventListener("keydown", (event) => {
  if (editor) return editing(event);
  if (!chosen || event.target !== chosen) return undefined;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
    event.preventDefault();
    return undo();
  }
  return moving(event);
});
table.addEventListener("click", (event) => {
  const cell = event.target.closest("td[data-criterion]");
  if (!cell || event.target === editor) return;
  const again = cell === chosen || matchMedia("(pointer: coarse)").matches;
  choose(cell);
  if (again) edit(cell);
});
table.addEventListener("focusin", (event) => {
  if (event.target.matches("td[data-criterion]") && event.target !== chosen) choose(event.target, false);
});
table.addEventListener("paste", (event) => {
  if (editor || !chosen) return;
  event.preventDefault();
  paste(event.clipboardData.getData("text/plain"));
});
panel.addEventListener("change", (event) => {
  const name = ["reason", "unproven"].find((one) => event.target === part(`panel-${one}`));
  if (!name || !chosen) return;
  const waiting = name === "reason" ? filled.flat().filter((cell) => cell.dataset.needs === "reason") : [];
  const cells = waiting.includes(chosen) || waiting.length ? waiting : [chosen];
  const group = {};
  for (const cell of cells.filter((one) => "edit" in one.dataset)) {
    const text = cell.dataset.typed ?? cell.dataset.text;
    send(cell, { text, [name]: event.target.value, source: "typed", group });
  }
});
panel.addEventListener("click", (event) => {
  if (event.target.closest("[data-undo]")) undo();
  const keep = event.target.closest("[data-keep]")?.dataset.keep;
  if (!keep || !chosen?.theirs) return;
  const [cell, theirs] = [chosen, chosen.theirs];
  const typed = cell.dataset.typed ?? "";
  delete cell.theirs;
  take(cell, theirs);
  cell.dataset.say = "";
  mark(cell, "");
  if (keep === "mine") {
    enter([[cell, typed]], "typed");
  } else {
    delete cell.dataset.typed;
    show(cell, theirs.value ? theirs.shown : "");
  }
  choose(cell);
});

// On a narrow screen one member at a time.
const picker = part("grid-unit");
[...table.tBodies[0].rows].forEach((row, number) => {
  if (table.dataset.grid !== "card") picker.add(new Option(row.querySelector("th").textContent.trim(), number));
});
const pick = () =>
  [...table.tBodies[0].rows].forEach((row, number) => {
    row.classList.toggle("away", table.dataset.grid !== "card" && number !== Number(picker.value));
  });
picker.addEventListener("change", pick);
picker.parentElement.hidden = picker.options.length < 2;
pick();

window.addEventListener("beforeunload", (event) => {
  if (queue.size || running || editor) event.preventDefault();
});
for (const cell of filled.flat()) if (cell.dataset.state) mark(cell, cell.dataset.state);
if (filled[0]) filled[0][0].tabIndex = 0;
chosen = filled[0]?.[0] ?? null;
