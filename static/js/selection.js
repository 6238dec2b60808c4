// Rows chosen in a list: the bar counts them; without script the bar simply stands there.

function watch(form) {
  const bar = form.querySelector("[data-selection-bar]");
  const count = bar?.querySelector("[data-selection-count]");
  const boxes = () => [...form.querySelectorAll("[data-select]")];
  const all = form.querySelector("[data-select-all]");
  const matching = form.querySelector("[data-select-matching]");

  const show = () => {
    const chosen = boxes().filter((box) => box.checked);
    for (const box of boxes()) box.closest("tr")?.classList.toggle("chosen", box.checked);
    if (all) {
      all.checked = chosen.length > 0 && chosen.length === boxes().length;
      all.indeterminate = chosen.length > 0 && !all.checked;
    }
    if (!bar || !count) return;
    const number = matching?.checked ? Number(matching.dataset.total) : chosen.length;
    bar.hidden = number === 0;
    const words = number === 0 ? "none" : number === 1 ? "one" : "many";
    count.value = count.dataset[words].replace("#", number);
  };

  form.addEventListener("change", (event) => {
    if (event.target === all) for (const box of boxes()) box.checked = all.checked;
    if (matching && event.target !== matching) matching.checked = false;
    if (event.target === all || event.target === matching || event.target.matches("[data-select]")) show();
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
