// Nothing typed gets lost: leaving a form marked data-unsaved asks first; one with data-draft="name" also keeps what
// was typed in this tab (session storage, gone with the tab) and offers it again. Never passwords, files or tokens,
// and no form whose words must not lie open on the disk: such a form has no data-draft.
const PREFIX = "nhap:";
const SENT = "nhap-da-gui";
const kept = (form) => PREFIX + location.pathname + ":" + form.dataset.draft;
const boxes = (form) => [...form.elements].filter((e) => e.name && !e.disabled
  && !["password", "file", "hidden", "submit", "button"].includes(e.type));
const valueOf = (box) => (["checkbox", "radio"].includes(box.type) ? box.checked : box.value);
const keyOf = (box) => (box.type === "radio" ? `${box.name}=${box.value}` : box.name);

function state(form) {
  return Object.fromEntries(boxes(form).map((box) => [keyOf(box), valueOf(box)]));
}

function fill(form, values) {
  for (const box of boxes(form)) {
    const value = values[keyOf(box)];
    if (typeof value === "boolean") box.checked = value;
    else if (value !== undefined) box.value = value;
  }
}

function offer(form, started) {
  const old = JSON.parse(sessionStorage.getItem(kept(form)) ?? "null");
  const template = document.getElementById("ban-nhap");
  if (!old || !template || JSON.stringify(old) === started) return;
  const note = template.content.firstElementChild.cloneNode(true);
  note.querySelector("[data-draft-take]").addEventListener("click", () => {
    fill(form, old);
    note.remove();
    form.dispatchEvent(new Event("input", { bubbles: true }));
    boxes(form)[0]?.focus();
  });
  note.querySelector("[data-draft-drop]").addEventListener("click", () => {
    sessionStorage.removeItem(kept(form));
    note.remove();
  });
  form.before(note);
}

// Sending one form of a page asks nothing about its others that keep what was typed in them.
let sending = false;

function watch(form) {
  const started = JSON.stringify(state(form));
  let changed = Boolean(document.getElementById("loi"));
  if (changed) {
    // What came back with mistakes is reached again by a plain visit: no question about sending it twice, nothing lost.
    history.replaceState(null, "", location.href);
    if (form.dataset.draft) sessionStorage.setItem(kept(form), started);
  }
  if (form.dataset.draft && !changed) offer(form, started);
  form.addEventListener("input", () => {
    changed = JSON.stringify(state(form)) !== started;
    if (form.dataset.draft) sessionStorage.setItem(kept(form), JSON.stringify(state(form)));
  });
  form.addEventListener("submit", () => {
    changed = false;
    sending = true;
    if (form.dataset.draft) sessionStorage.setItem(SENT, kept(form));
  });
  addEventListener("beforeunload", (event) => {
    if (changed && !(sending && form.dataset.draft)) event.preventDefault();
  });
}

// What was sent stays until a page shows that it has arrived: a broken line on the way loses nothing either.
const sent = sessionStorage.getItem(SENT);
if (sent && !document.getElementById("loi")) {
  const elsewhere = !sent.startsWith(`${PREFIX}${location.pathname}:`);
  if (elsewhere || document.querySelector("main > [role=status]")) sessionStorage.removeItem(sent);
  sessionStorage.removeItem(SENT);
}
if (!document.querySelector(".who")) {
  // Nobody is signed in here: nothing of anybody stays.
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
}
for (const form of document.querySelectorAll("form[data-unsaved], form[data-draft]")) watch(form);
