// A collaborator's day with one thumb: steps of a weight, a slip asked about while it is typed, and records that wait
// in this browser while there is no network. Without this file the same forms are sent as plain pages.
import { drop, keep, kept } from "./queue.js";

const banner = document.getElementById("cho-gui");
const { account, home } = banner.dataset;
const PATIENCE = 15000;
const AGAIN = 60000;
const $ = (selector, from = document) => from.querySelector(selector);
const token = () => $("[name=csrfmiddlewaretoken]")?.value ?? "";
const titles = new Map();
const today = new Set();
let offline = false;
let expired = false;

// What the server answers: done, refused (with the card that says why), away (no network), expired (signed out), gone.
async function send(entry) {
  const body = new FormData();
  for (const [name, value] of entry.fields) body.append(name, value);
  body.set("csrfmiddlewaretoken", token());
  try {
    const answer = await fetch(entry.url, { method: "POST", body, redirect: "manual", headers: { "X-Hang-Doi": "1" },
      signal: AbortSignal.timeout(PATIENCE) });
    offline = false;
    if (answer.status === 204) return { is: "done" };
    if (answer.status === 422) return { is: "refused", card: parsed(await answer.text()) };
    if (answer.type === "opaqueredirect" || answer.status === 403) return { is: "expired" };
    return { is: answer.status === 404 ? "gone" : "away" };
  } catch {
    offline = true;
    return { is: "away" };
  }
}

function parsed(html) {
  return $("#viec-dau", new DOMParser().parseFromString(html, "text/html"));
}

// The boxes of a form as an entry of the queue; what was typed in another form of the page is not part of it.
function entryOf(form, button) {
  const card = form.closest("[data-visit]");
  const fields = [...new FormData(form, button).entries()].filter(([name, value]) => name !== "csrfmiddlewaretoken"
    && typeof value === "string");
  return { id: card.dataset.visit, url: form.getAttribute("action"), fields, kind: card.dataset.title,
    at: new Date().toISOString(), why: "" };
}

async function record(form, button) {
  const entry = entryOf(form, button);
  const corrected = kept(account).some((one) => one.id === entry.id);
  const safe = keep(account, entry);
  form.inert = true;
  const answer = await send(entry);
  form.inert = false;
  expired = answer.is === "expired";
  if (answer.is === "done") {
    drop(account, entry.id);
    announce(entry);
    await fresh(true);
  } else if (answer.is === "refused") {
    // The card asks for itself; what was corrected once stays in the list until it is written.
    if (corrected) keep(account, { ...entry, why: whyOf(answer) });
    else drop(account, entry.id);
    open(answer.card, "#loi, [data-hint] [type=checkbox], [aria-invalid=true], h2");
  } else if (answer.is === "gone") {
    keep(account, { ...entry, why: banner.dataset.gone });
    next();
  } else if (safe) {
    next();
  } else {
    say(banner.dataset.full);
  }
  tell();
}

const whyOf = (answer) => (answer.is === "gone" ? banner.dataset.gone : answer.card?.dataset.why ?? "");

function say(words) {
  const line = $("#vua-ghi");
  if (!line) return;
  line.textContent = words;
  line.hidden = !words;
}

function announce(entry) {
  say(`${banner.dataset.done} ${titles.get(entry.id) ?? entry.kind}`);
}

function open(card, focus = "h2") {
  const now = $("#viec-dau");
  if (!card || !now) return;
  now.replaceWith(card);
  ready();
  $(focus, card)?.focus();
}

// The next visit whose form stands ready in the page; what waits to be sent is not offered again.
function next() {
  count();
  const waiting = new Set(kept(account).map((one) => one.id));
  const template = [...document.querySelectorAll("template[data-card]")].find((one) => !waiting.has(one.dataset.card));
  if (template) {
    show(template.dataset.card);
    return;
  }
  $("#viec-dau").hidden = true;
  const end = $("#het-viec");
  end.hidden = false;
  $("h2", end).focus();
}

function show(id) {
  const template = $(`template[data-card="${CSS.escape(id)}"]`);
  if (!template) return false;
  $("#het-viec").hidden = true;
  open(template.content.firstElementChild.cloneNode(true));
  $("#viec-dau").scrollIntoView({ block: "nearest" });
  return true;
}

function count() {
  const waiting = kept(account).filter((one) => today.has(one.id));
  const left = $("[data-left]");
  const done = $("[data-done]", $("main"));
  const bar = $("main progress");
  if (!bar || !left || !done) return;
  bar.dataset.was ??= bar.value;
  const more = Math.min(waiting.length, bar.max - Number(bar.dataset.was));
  bar.value = Number(bar.dataset.was) + more;
  done.textContent = bar.value;
  left.textContent = bar.max - bar.value;
}

// The page as it is now, without leaving it: what it holds lives on when the network does not.
async function fresh(moving = false) {
  try {
    const answer = await fetch(home, { signal: AbortSignal.timeout(PATIENCE) });
    if (answer.redirected || !answer.ok) throw new Error("elsewhere");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const said = $("#vua-ghi")?.textContent ?? "";
    $("main").replaceWith(document.adoptNode($("main", page)));
    history.replaceState(null, "", home);
    say(said);
    ready();
    if (!waitingCard()) $("#viec-dau h2, h1")?.focus();
  } catch {
    if (moving) next();
  }
}

// Whether the open card's record waits already; then the next one opens instead.
function waitingCard() {
  const now = $("#viec-dau")?.dataset.visit;
  if (!now || !kept(account).some((one) => one.id === now)) return false;
  next();
  return true;
}

// What waits is sent in the order it was recorded; one that was asked about waits for its person.
let sending = false;
async function flush() {
  if (sending) return;
  sending = true;
  let done = 0;
  for (const entry of kept(account).filter((one) => !one.why)) {
    const answer = await send(entry);
    expired = answer.is === "expired";
    if (answer.is === "done") {
      drop(account, entry.id);
      done += 1;
    } else if (answer.is === "refused" || answer.is === "gone") keep(account, { ...entry, why: whyOf(answer) });
    else if (offline || expired) break;
  }
  sending = false;
  if (done && !typing()) await fresh();
  tell();
}

function typing() {
  const form = $("#viec-dau form[data-record]");
  return Boolean(form && [...form.elements].some((box) => box.defaultValue !== undefined && box.type !== "hidden"
    && box.value !== box.defaultValue));
}

const number = (words, n) => words.replace("#", n);

function tell() {
  const { dataset } = banner;
  const all = kept(account);
  const asked = all.filter((one) => one.why).length;
  const waits = all.length - asked;
  banner.hidden = !all.length && !offline;
  const says = [offline ? dataset.off : "", waits ? number(dataset.waits, waits) : ""];
  $("[data-says]").textContent = says.join(" ").trim();
  $("[data-more]").textContent = `${waits ? `, ${dataset.kept}` : ""}${asked ? ` ${number(dataset.asks, asked)}` : ""}`;
  $("[data-links]").hidden = !all.length;
  const old = $("[data-sign]");
  old?.remove();
  if (expired && all.length) {
    const link = document.createElement("a");
    link.dataset.sign = "";
    link.href = `${dataset.signIn}?next=${encodeURIComponent(home)}`;
    link.textContent = dataset.old;
    banner.append(" ", link);
  }
  list(all);
}

function list(all) {
  const part = $("#viec-cho");
  part.hidden = !all.length;
  $("[data-count]", part).textContent = all.length;
  $("ul", part).replaceChildren(...all.map(line));
  for (const row of document.querySelectorAll("[data-task]")) {
    row.hidden = all.some((one) => one.id === row.dataset.task) && row.closest("ul") !== $("ul", part);
  }
}

function mark(code) {
  // The page has marks of its own to copy: a shape made here would need the address of SVG's names.
  const known = $("svg.mark");
  if (!known) return "";
  const shape = known.cloneNode(true);
  shape.firstElementChild.setAttribute("href", `#${code}`);
  return shape;
}

function line(entry) {
  const { dataset } = banner;
  const row = document.createElement("li");
  row.className = `task ${entry.why ? "chua" : "cho"}`;
  row.append(mark(entry.why ? "chua" : "cho"));
  const words = document.createElement("div");
  words.textContent = titles.get(entry.id) ?? entry.kind;
  const detail = document.createElement("div");
  detail.className = "small";
  detail.textContent = [valuesOf(entry), entry.why].filter(Boolean).join(". ");
  words.append(detail);
  if (entry.why) words.append(mend(entry), " ");
  words.append(remove(entry));
  const state = document.createElement("span");
  state.className = "due";
  state.textContent = entry.why ? dataset.wrong : dataset.waiting;
  row.append(words, state);
  return row;
}

const SHOWN = { weight_kg: " kg", height_cm: " cm" };
function valuesOf(entry) {
  const said = entry.fields.filter(([name, value]) => value && !["dau", "viec", "dung"].includes(name));
  return [...said.map(([name, value]) => value + (SHOWN[name] ?? "")), hourOf(new Date(entry.at))].join(", ");
}

function hourOf(moment) {
  const [hour, minute] = [moment.getHours(), moment.getMinutes()].map((part) => String(part).padStart(2, "0"));
  const sameDay = moment.toDateString() === new Date().toDateString();
  const day = sameDay ? "" : ` ${moment.getDate()}/${moment.getMonth() + 1}`;
  return hour + (document.documentElement.lang === "vi" ? " giờ " : ":") + minute + day;
}

// To correct what was asked about: the server asks again, with what was typed in its boxes.
function mend(entry) {
  const link = document.createElement("a");
  link.href = entry.url.replace(/ghi\/$/, "");
  link.textContent = banner.dataset.mend;
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    const answer = await send(entry);
    if (answer.is === "refused") {
      $("#viec-dau") ?? $("#het-viec").insertAdjacentHTML("beforebegin", '<section id="viec-dau"></section>');
      open(answer.card);
    } else if (answer.is === "done") {
      drop(account, entry.id);
      await fresh();
    } else if (answer.is === "gone") location.assign(link.href);
    tell();
  });
  return link;
}

function remove(entry) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn second slim";
  button.textContent = banner.dataset.drop;
  button.addEventListener("click", () => {
    if (button.textContent === banner.dataset.drop) button.textContent = banner.dataset.sure;
    else {
      drop(account, entry.id);
      tell();
    }
  });
  return button;
}

function save() {
  const quoted = (text) => `"${String(text).replaceAll('"', '""')}"`;
  const rows = kept(account).map((one) => [titles.get(one.id) ?? one.kind, valuesOf(one), one.why]);
  const text = rows.map((row) => row.map(quoted).join(",")).join("\r\n");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`\ufeff${text}\r\n`], { type: "text/csv" }));
  link.download = `${banner.dataset.file}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), AGAIN);
}

// Weights in hundredths, so that a tenth stays a tenth; they are written with a comma, whatever was typed.
const grams = (text) => (/^\s*\d+([.,]\d+)?\s*$/.test(text) ? Math.round(Number(text.replace(",", ".")) * 100) : null);

function step(button) {
  const form = button.closest("form");
  const box = form.elements.weight_kg;
  const from = box.value.trim() ? grams(box.value) : grams(form.dataset.start);
  if (from === null) return;
  box.value = String(Math.max(0, from + Math.round(Number(button.dataset.step) * 100)) / 100).replace(".", ",");
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

let asking = 0;
async function check(form) {
  const turn = ++asking;
  const hint = $("[data-hint]", form);
  if (!form.elements.weight_kg.value.trim()) {
    hint.replaceChildren();
    return;
  }
  await new Promise((resolve) => { setTimeout(resolve, 350); });
  if (turn !== asking || !form.isConnected) return;
  try {
    const answer = await fetch(form.dataset.check, { method: "POST", body: new FormData(form), redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE) });
    if (turn !== asking) return;
    if (!answer.ok) throw new Error("no answer");
    hint.replaceChildren(...new DOMParser().parseFromString(await answer.text(), "text/html").body.childNodes);
  } catch {
    if (turn === asking) hint.textContent = odd(form) ? banner.dataset.odd : "";
  }
}

// Without network the page itself holds between which weights nobody would be asked.
function odd(form) {
  const [kg, low, high] = [form.elements.weight_kg.value, form.dataset.low, form.dataset.high].map(grams);
  return kg !== null && low !== null && high !== null && (kg < low || kg > high);
}

function ready() {
  for (const template of document.querySelectorAll("template[data-card]")) {
    titles.set(template.dataset.card, template.dataset.title);
    if ("now" in template.dataset) today.add(template.dataset.card);
  }
  for (const steps of document.querySelectorAll("main [data-steps]")) steps.hidden = false;
  tell();
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-record]");
  if (!form) return;
  event.preventDefault();
  record(form, event.submitter);
});
document.addEventListener("click", (event) => {
  const steps = event.target.closest("[data-step]");
  if (steps) step(steps);
  const row = event.target.closest("[data-open]");
  if (row && !event.ctrlKey && !event.metaKey && !event.shiftKey && !typing() && show(row.dataset.open)) {
    event.preventDefault();
  }
  if (event.target.closest("[data-save]")) {
    event.preventDefault();
    save();
  }
});
document.addEventListener("input", (event) => {
  if (event.target.name === "weight_kg" && event.target.form?.dataset.check) check(event.target.form);
});
addEventListener("online", () => { offline = false; tell(); flush(); });
addEventListener("offline", () => { offline = true; tell(); });
setInterval(() => { if (kept(account).some((one) => !one.why)) flush(); }, AGAIN);

offline = !navigator.onLine;
ready();
waitingCard();
flush();
