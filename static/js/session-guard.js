// A session that runs out loses nothing: it is announced, prolonged on request, and where it has ended, one logs
// in again inside a dialog while the page with what was typed stays where it is. Needs accounts/_session_guard.html.

const guard = document.getElementById("session-guard");
const WARN_SECONDS = 300;
const LOOK_EVERY_MS = 15000;

function tell(text) {
  const live = document.getElementById("announce");
  if (live) live.textContent = text;
}

async function ask(method) {
  const headers = { Accept: "application/json" };
  if (method === "POST") headers["X-CSRFToken"] = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] || "";
  try {
    const answer = await fetch(guard.dataset.alive, { method, headers, cache: "no-store", redirect: "error" });
    if (answer.status === 401) return { user: null };
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

// The hidden tokens of a page opened before a new login are worthless: give every form the present one.
function refreshTokens(token) {
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
}

const dialog = document.getElementById("session-dialog");
let asked = null;

function loginInPlace() {
  if (asked) return asked;
  asked = new Promise((resolve) => {
    const frame = dialog.querySelector("iframe");
    function done(restored) {
      window.removeEventListener("message", heard);
      dialog.removeEventListener("close", closed);
      dialog.close();
      frame.removeAttribute("src");
      asked = null;
      resolve(restored);
    }
    function heard(event) {
      if (event.origin === window.location.origin && event.data === "session-restored") done(true);
    }
    function closed() {
      done(false);
    }
    window.addEventListener("message", heard);
    dialog.addEventListener("close", closed);
    frame.src = guard.dataset.login;
    dialog.showModal();
  });
  return asked;
}

// True when the session lives and is still the one this page was made for; logs in again where needed.
async function sessionLives() {
  let answer = await ask("GET");
  if (answer && answer.user === null) {
    if (!(await loginInPlace())) return false;
    answer = await ask("GET");
    if (answer && answer.user) tell(guard.dataset.again);
  }
  if (!answer || answer.user === null) {
    tell(guard.dataset.offline);
    return false;
  }
  if (String(answer.user) !== guard.dataset.user) {
    warn(guard.dataset.otherAccount);
    return false;
  }
  refreshTokens(answer.csrf);
  ends = Date.now() + answer.seconds * 1000;
  document.dispatchEvent(new CustomEvent("session:lives"));
  return true;
}

function warn(text) {
  bar.querySelector("p").textContent = text;
  bar.querySelector(".acts").hidden = true;
  bar.hidden = false;
  tell(text);
}

function guarded(form) {
  if (form.getAttribute("method")?.toLowerCase() !== "post" || form.hasAttribute("data-no-guard")) return false;
  if (form.matches("[hx-post], [hx-put], [hx-patch], [hx-delete]")) return false;
  const path = new URL(form.getAttribute("action") || "", window.location.href).pathname;
  return !guard.dataset.skip.split(" ").includes(path);
}

const passed = new WeakSet();
const checking = new WeakSet();

async function holdBack(event) {
  const form = event.target;
  if (event.defaultPrevented || !guarded(form) || passed.delete(form)) return;
  event.preventDefault();
  if (checking.has(form)) return;
  checking.add(form);
  const lives = await sessionLives();
  checking.delete(form);
  if (!lives) return;
  passed.add(form);
  form.requestSubmit(event.submitter);
}

function holdBackRequest(event) {
  if (event.detail.verb === "get") return;
  event.preventDefault();
  if (event.detail.question && !window.confirm(event.detail.question)) return;
  sessionLives().then((lives) => lives && event.detail.issueRequest(true));
}

// A part of the page that asked after the session had ended: log in, then ask once more.
function askOnceMore(event) {
  if (event.detail.xhr.status !== 401) return;
  event.detail.shouldSwap = false;
  event.detail.isError = false;
  const { verb, path } = event.detail.requestConfig;
  if (verb !== "get") return;
  sessionLives().then((lives) => lives && window.htmx.ajax("GET", path, event.detail.target));
}

let ends = 0;
const bar = document.getElementById("session-bar");

async function look() {
  if (Date.now() < ends - WARN_SECONDS * 1000 || dialog.open) return;
  const answer = await ask("GET");
  if (!answer) return;
  if (answer.user === null) {
    bar.hidden = true;
    sessionLives();
    return;
  }
  ends = Date.now() + answer.seconds * 1000;
  bar.hidden = answer.seconds > WARN_SECONDS;
}

async function stay() {
  const answer = await ask("POST");
  if (answer?.user) {
    ends = Date.now() + answer.seconds * 1000;
    bar.hidden = true;
  } else {
    sessionLives();
  }
}

if (guard && dialog && bar) {
  ends = Date.now() + (Number(guard.dataset.until) - Number(guard.dataset.now)) * 1000;
  document.addEventListener("submit", holdBack);
  document.addEventListener("htmx:confirm", holdBackRequest);
  document.addEventListener("htmx:beforeSwap", askOnceMore);
  bar.querySelector("button").addEventListener("click", stay);
  window.setInterval(look, LOOK_EVERY_MS);
}
