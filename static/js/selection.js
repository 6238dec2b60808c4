// Rows chosen in a list: the bar counts them; without script the bar simply stands there.

function watch(form) {
  const bar = form.querySelector("[data-selection-bar]");
  const count = bar?.querySelector("[data-selection-count]");
  const boxes = () => [...form.querySelectorAll("[data-select]")];
  const all = form.querySelector("[data-select-all]");

  const show = () => {
    const chosen = boxes().filter((box) => box.checked);
    for (const box of boxes()) box.closest("tr")?.classList.toggle("chosen", box.checked);
    if (all) {
      all.checked = chosen.length > 0 && chosen.length === boxes().length;
      all.indeterminate = chosen.length > 0 && !all.checked;
    }
    if (!bar || !count) return;
    bar.hidden = chosen.length === 0;
    const words = chosen.length === 0 ? "none" : chosen.length === 1 ? "one" : "many";
    count.value = count.dataset[words].replace("#", chosen.length);
  };

  form.addEventListener("change", (event) => {
    if (event.target === all) for (const box of boxes()) box.checked = all.checked;
    if (event.target === all || event.target.matches("[data-select]")) show();
  });
  window.addEventListener("pageshow", show);
  show();
}

const watched = new WeakSet();

// The filter brings a new list in; htmx says so, at the first load too.
function watchAll(within) {
  for (const form of within.querySelectorAll("[data-selection]")) {
    if (!watched.has(form)) watch(form);
    watched.add(form);
  }
}

watchAll(document);
document.addEventListener("htmx:load", (event) => watchAll(event.target));

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
