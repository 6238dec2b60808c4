// A calendar beside a dd/mm/yyyy box. The box stays the real control: all can be typed, the calendar only helps.

const vietnamese = document.documentElement.lang.startsWith("vi");
const weekdays = vietnamese ? ["T2", "T3", "T4", "T5", "T6", "T7", "CN"] : ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
const words = vietnamese
  ? { open: "Chọn ngày trên lịch", title: "Lịch", earlier: "Tháng trước", later: "Tháng sau" }
  : { open: "Choose from a calendar", title: "Calendar", earlier: "Previous month", later: "Next month" };

const two = (n) => String(n).padStart(2, "0");
const written = (day) => `${two(day.getDate())}/${two(day.getMonth() + 1)}/${day.getFullYear()}`;
const monthName = (day) => (vietnamese ? "Tháng " : "") + `${two(day.getMonth() + 1)}/${day.getFullYear()}`;

function read(text) {
  const found = text.trim().match(/^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/);
  if (!found) return null;
  const day = new Date(Number(found[3]), Number(found[2]) - 1, Number(found[1]));
  return day.getMonth() === Number(found[2]) - 1 ? day : null;
}

function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function drawing(name) {
  const picture = document.querySelector("svg.icon use")?.getAttribute("href").split("#")[0];
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${picture}#${name}`);
  svg.append(use);
  return svg;
}

function calendar(box, close) {
  let shown = read(box.value) || new Date();
  const chosen = written(read(box.value) || new Date(0));
  const panel = make("div", { class: "calendar", role: "dialog", "aria-label": words.title });

  const pick = (day) => {
    box.value = written(day);
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.dispatchEvent(new Event("change", { bubbles: true }));
    close();
    box.focus();
  };

  const dayButton = (day) => {
    const button = make("button", { type: "button", "aria-label": `${day.getDate()}/${day.getMonth() + 1}/${day.getFullYear()}`, "data-day": written(day) }, String(day.getDate()));
    button.setAttribute("aria-pressed", String(written(day) === chosen));
    if (written(day) === written(new Date())) button.setAttribute("aria-current", "date");
    button.tabIndex = written(day) === written(shown) ? 0 : -1;
    button.addEventListener("click", () => pick(day));
    return button;
  };

  const draw = (focus) => {
    const step = (months, name, label) => {
      const button = make("button", { type: "button", class: "top-act", "aria-label": label }, drawing(name));
      button.addEventListener("click", () => {
        shown = new Date(shown.getFullYear(), shown.getMonth() + months, 1);
        draw(false);
        panel.querySelector(`[aria-label="${label}"]`).focus();
      });
      return button;
    };
    const head = make("header", {}, step(-1, "chevron-left", words.earlier), make("span", { "aria-live": "polite" }, monthName(shown)), step(1, "chevron-right", words.later));
    const body = make("tbody");
    const first = new Date(shown.getFullYear(), shown.getMonth(), 1);
    const day = new Date(first);
    day.setDate(1 - ((first.getDay() + 6) % 7));
    while (day <= new Date(shown.getFullYear(), shown.getMonth() + 1, 0)) {
      const row = make("tr");
      for (let i = 0; i < 7; i += 1) {
        const cell = make("td");
        if (day.getMonth() === shown.getMonth()) cell.append(dayButton(new Date(day)));
        row.append(cell);
        day.setDate(day.getDate() + 1);
      }
      body.append(row);
    }
    const days = make("tr", {}, ...weekdays.map((name) => make("th", { scope: "col" }, name)));
    panel.replaceChildren(head, make("table", {}, make("thead", {}, days), body));
    if (focus) panel.querySelector("td button[tabindex='0']").focus();
  };

  const moves = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
      box.focus();
    } else if (event.key in moves && event.target.dataset.day) {
      event.preventDefault();
      shown = read(event.target.dataset.day);
      shown.setDate(shown.getDate() + moves[event.key]);
      draw(true);
    }
  });
  return { panel, draw };
}

function enhance(box) {
  const button = make("button", { type: "button", class: "btn btn-outline-secondary", "aria-label": words.open, "aria-expanded": "false" }, drawing("calendar3"));
  const wrapper = make("div", { class: "date-input" });
  box.removeAttribute("data-date");
  box.replaceWith(wrapper);
  wrapper.append(box, button);
  let open = null;
  const close = () => {
    open?.remove();
    open = null;
    button.setAttribute("aria-expanded", "false");
  };
  button.addEventListener("click", () => {
    if (open) return close();
    const made = calendar(box, close);
    open = made.panel;
    wrapper.append(open);
    button.setAttribute("aria-expanded", "true");
    made.draw(true);
  });
  wrapper.addEventListener("focusout", (event) => {
    if (open && event.relatedTarget && !wrapper.contains(event.relatedTarget)) close();
  });
  document.addEventListener("click", (event) => {
    if (open && !event.composedPath().includes(wrapper)) close();
  });
}

const enhanceAll = (root) => root.querySelectorAll("input[data-date]:not([disabled])").forEach(enhance);
enhanceAll(document);
document.addEventListener("htmx:load", (event) => enhanceAll(event.target));
