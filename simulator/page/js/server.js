// The simulator's control API: what the page asks of it, and what it tells the page by itself.

import { words } from "./words.js";

/** The simulator refused, or is not there; its message can be shown. */
export class Refused extends Error {}

async function ask(path, options = {}) {
  const [answer, ok] = await fetch(`/control/${path}`, options)
    .then(async (response) => [await response.json(), response.ok])
    .catch(() => [{ error: words().noServer }, false]);
  if (!ok) throw new Refused(answer.error);
  return answer;
}

const post = (path, body = {}) => ask(path, { method: "POST", body: JSON.stringify(body) });

export const people = () => ask("people");
export const chatOf = (personId) => ask(`people/${personId}`);
export const act = (personId, what, body) => post(`people/${personId}/${what}`, body);
export const moveClock = (change) => post("clock", change);
export const fileAddress = (uniqueId) => `/control/files/${encodeURIComponent(uniqueId)}`;

export function sendFiles(personId, files, { caption, asPhoto, replyTo }) {
  const form = new FormData();
  for (const file of files) form.append(file.name, file, file.name);
  form.append("caption", caption);
  form.append("as", asPhoto ? "photo" : "document");
  if (replyTo) form.append("reply_to", replyTo);
  return ask(`people/${personId}/sends`, { method: "POST", body: form });
}

const EVENTS = [
  "message",
  "edited",
  "deleted",
  "cleared",
  "chat",
  "typing",
  "read",
  "clock",
  "people",
  "commands",
];

/** Follow what happens, for ever: `connected` is called anew whenever the line is. */
export function follow({ connected, lost, happened }) {
  const stream = new EventSource("/control/events");
  stream.addEventListener("connected", connected);
  stream.addEventListener("error", () => {
    lost();
    if (stream.readyState !== EventSource.CLOSED) return;
    setTimeout(() => follow({ connected, lost, happened }), 1000);
  });
  for (const kind of EVENTS) {
    stream.addEventListener(kind, (event) => happened(kind, JSON.parse(event.data)));
  }
}
