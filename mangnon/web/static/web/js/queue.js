// What was recorded without network waits in this browser, each account's apart: the boxes of its form, the kind of
// work and the hour. No name of a child, no free words, nothing of a sealed line: such a form is not sent this way.
const PREFIX = "viec-cho:";
const at = (account, id) => `${PREFIX}${account}:${id}`;

// {id, url, fields: [[name, value]…], kind, at, why}: why is set once the server asked about it or refused it.
export function kept(account) {
  const mine = Object.keys(localStorage).filter((key) => key.startsWith(at(account, "")));
  return mine.map((key) => JSON.parse(localStorage.getItem(key))).sort((a, b) => a.at.localeCompare(b.at));
}

export function keep(account, entry) {
  try {
    localStorage.setItem(at(account, entry.id), JSON.stringify(entry));
    return true;
  } catch {
    return false;
  }
}

export function drop(account, id) {
  localStorage.removeItem(at(account, id));
}
