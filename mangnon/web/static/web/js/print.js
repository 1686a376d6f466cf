// Printing is noted, by the page's address without its question: what was searched for may be a name.
const door = document.querySelector("meta[name=printed]")?.content;
if (door) {
  addEventListener("beforeprint", () => {
    const note = new FormData();
    note.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "");
    note.set("trang", location.pathname);
    navigator.sendBeacon(door, note);
  });
}
