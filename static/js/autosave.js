// Saves what is being typed into forms with data-autosave-key, and offers it back. A form that comes back with
// errors carries data-autosave-bound: it holds what was sent, so that is saved and nothing offered; loaded again, it
// still holds what was sent, and what was typed since is offered.

const guard = document.getElementById("session-guard");
const PAUSE_MS = 2000;
const AT_LATEST_MS = 10000;
const reloaded = performance.getEntriesByType("navigation")[0]?.type === "reload";
const SECRET = /^(csrfmiddlewaretoken|password\d?|oldpassword|code|draft)$/;
// Signed anew with every page: it says what one began from and is no text of anybody's.
const SIGNED = ["base", "listed"]; // what the server signs anew each time is nothing that anybody typed

class Autosave {
  constructor(form) {
    this.form = form;
    this.key = form.dataset.autosaveKey;
    this.local = `draft:${guard.dataset.user}:${this.key}`;
    this.seen = 0;
    this.dirty = false;
    this.since = 0;
    this.state = document.createElement("p");
    this.state.className = "draft-state";
    this.state.setAttribute("role", "status");
    form.append(this.state);
    // By this field the server knows which draft to forget once it has taken the form.
    const name = document.createElement("input");
    name.type = "hidden";
    name.name = "draft";
    name.value = this.key;
    form.append(name);
  }

  async start() {
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("change", () => this.changed());
    this.form.addEventListener("submit", (event) => event.defaultPrevented || this.sent());
    window.addEventListener("pagehide", () => this.dirty && this.keepLocal());
    window.addEventListener("online", () => this.dirty && this.save());
    document.addEventListener("session:lives", () => this.dirty && this.save());
    const answer = await this.request("GET");
    if (answer) this.seen = answer.body.version || 0;
    if (this.form.hasAttribute("data-autosave-bound") && !reloaded) {
      this.save(); // what was sent is the newest text there is
      return;
    }
    const kept = this.keptLocal();
    if (kept && this.differs(kept)) this.offer(guard.dataset.localOffer, kept);
    else if (answer?.body.fields && this.differs(answer.body.fields)) this.offer(answer.body.offer, answer.body.fields);
  }

  // A saving that is still to come must not bring back what is just being sent.
  sent() {
    window.clearTimeout(this.timer);
    this.dirty = false;
    this.forgetLocal();
  }

  fields() {
    const found = {};
    for (const [name, value] of new FormData(this.form)) {
      if (SECRET.test(name) || value instanceof File) continue;
      if (this.form.elements[name]?.type === "password") continue;
      (found[name] ||= []).push(value);
    }
    return found;
  }

  differs(fields) {
    return JSON.stringify(sorted(fields)) !== JSON.stringify(sorted(this.fields()));
  }

  changed() {
    this.dirty = true;
    this.since ||= Date.now();
    window.clearTimeout(this.timer);
    const wait = Math.min(PAUSE_MS, Math.max(0, this.since + AT_LATEST_MS - Date.now()));
    this.timer = window.setTimeout(() => this.save(), wait);
  }

  async request(method, body) {
    const url = method === "POST" ? guard.dataset.drafts : `${guard.dataset.drafts}?key=${encodeURIComponent(this.key)}`;
    const headers = { Accept: "application/json" };
    if (method !== "GET") headers["X-CSRFToken"] = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] || "";
    if (body) headers["Content-Type"] = "application/json";
    try {
      const answer = await fetch(url, { method, headers, body: body && JSON.stringify(body), cache: "no-store" });
      return { status: answer.status, body: await answer.json() };
    } catch {
      return null;
    }
  }

  async save() {
    window.clearTimeout(this.timer);
    this.since = 0;
    this.dirty = false;
    const answer = await this.request("POST", { key: this.key, seen: this.seen, fields: this.fields() });
    if (answer?.status === 200) {
      this.seen = answer.body.version;
      this.say(answer.body.saved);
      this.forgetLocal();
    } else if (answer?.status === 409) {
      this.conflict(answer.body);
    } else if (answer?.status === 413) {
      this.say(answer.body.reason);
    } else {
      this.dirty = true;
      this.keepLocal();
      this.say(guard.dataset.offline);
    }
  }

  conflict(theirs) {
    this.keepLocal();
    this.bar(guard.dataset.conflict, [
      [guard.dataset.mine, () => { this.seen = theirs.version; this.save(); }],
      [guard.dataset.theirs, () => { this.seen = theirs.version; this.fill(theirs.fields); this.forgetLocal(); }],
    ]);
  }

  offer(text, fields) {
    this.bar(text, [
      [guard.dataset.restore, () => { this.fill(fields); this.changed(); }],
      [guard.dataset.drop, () => { this.forgetLocal(); this.request("DELETE"); this.seen = 0; }],
    ]);
  }

  bar(text, acts) {
    this.box?.remove();
    this.box = document.createElement("div");
    this.box.className = "notice warn draft-offer";
    this.box.setAttribute("role", "status");
    const inner = document.createElement("div");
    const line = document.createElement("p");
    line.textContent = text;
    const row = document.createElement("div");
    row.className = "acts";
    for (const [label, act] of acts) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-sm btn-outline-secondary";
      button.textContent = label;
      button.addEventListener("click", () => { this.box.remove(); act(); });
      row.append(button);
    }
    inner.append(line, row);
    this.box.append(inner);
    this.form.before(this.box);
  }

  fill(fields) {
    const turn = {};
    for (const element of this.form.elements) {
      if (!element.name || SECRET.test(element.name) || element.type === "file" || element.type === "password") continue;
      const values = fields[element.name] || [];
      if (element.type === "checkbox" || element.type === "radio") {
        element.checked = values.includes(element.value);
      } else if (element.type === "select-multiple") {
        for (const option of element.options) option.selected = values.includes(option.value);
      } else if (element.name in fields && element.type !== "submit") {
        const place = turn[element.name] || 0;
        if (place < values.length) element.value = values[place];
        turn[element.name] = place + 1;
      }
    }
  }

  say(text) {
    this.state.textContent = text;
  }

  keepLocal() {
    try {
      window.localStorage.setItem(this.local, JSON.stringify(this.fields()));
    } catch {
      // A full or forbidden store: the server's copy and the page itself remain.
    }
  }

  keptLocal() {
    try {
      return JSON.parse(window.localStorage.getItem(this.local));
    } catch {
      return null;
    }
  }

  forgetLocal() {
    try {
      window.localStorage.removeItem(this.local);
    } catch {
      // As above.
    }
  }
}

function sorted(fields) {
  return Object.entries(fields)
    .filter(([name, values]) => !SIGNED.includes(name) && values.some((value) => value !== ""))
    .sort();
}

if (guard) for (const form of document.querySelectorAll("form[data-autosave-key]")) new Autosave(form).start();
