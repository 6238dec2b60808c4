// A request that failed says so in words, to the eye and to the ear; what was typed stays where it is.

function say(text) {
  const live = document.getElementById("announce");
  if (live) live.textContent = text;
  let box = document.getElementById("failure");
  if (!box) {
    box = document.createElement("div");
    box.id = "failure";
    box.className = "notice bad";
    document.getElementById("main")?.prepend(box);
  }
  box.textContent = text;
}

function words(name) {
  return document.body.dataset[name] || "";
}

document.addEventListener("htmx:sendError", () => say(words("offline")));
document.addEventListener("htmx:responseError", (event) => {
  const reason = event.detail.xhr.getResponseHeader("X-Reason");
  say(reason ? decodeURIComponent(reason) : words("failed"));
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) document.getElementById("failure")?.remove();
});
