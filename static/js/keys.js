// "?" lists the keys, "/" searches, "g v" goes to the desk, Ctrl+Enter sends the form one is in.

const dialog = document.getElementById("keys");
let lastKey = "";

function typing(target) {
  return target.closest("input, textarea, select, [contenteditable='true']") !== null;
}

const acts = {
  "?": () => dialog?.showModal(),
  "/": () => document.querySelector("[data-key='search']")?.focus(),
  gv: () => document.querySelector("[data-key='desk'], .mark")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.target.form?.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const act = acts[event.key] || acts[lastKey + event.key];
  lastKey = event.key;
  if (!act) return;
  event.preventDefault();
  act();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-open='keys']")) dialog?.showModal();
});
