// One message, or one album, as a bubble.

import { timeOf } from "./clock.js";
import { openPhoto } from "./dialogs.js";
import { el, fullName, icon, iconButton } from "./dom.js";
import { inlineKeyboard } from "./keyboards.js";
import { openActions } from "./menus.js";
import { fileAddress } from "./server.js";
import { formatted } from "./text.js";
import { words } from "./words.js";

/** A bubble of one message or of an album's; `last` of a run of bubbles has the tail. */
export function bubble(messages, phone, { last }) {
  const first = messages[0];
  const own = !first.from?.is_bot;
  const captioned = messages.find((message) => message.caption) ?? first;
  const photos = messages.filter((message) => message.photo);
  const bare = photos.length > 0 && !captioned.caption && !first.reply_to_message;
  const content = el(
    "div",
    {
      class: `bubble ${own ? "own" : "theirs"} ${last ? "tail" : ""} ${photos.length ? "with-photo" : ""} ${bare ? "bare" : ""}`,
    },
    first.forward_origin && forwardedFrom(first),
    first.reply_to_message && quote(first.reply_to_message, phone),
    photos.length > 0 && gallery(photos),
    messages.filter((message) => !message.photo).map(attachment),
    words_(captioned, phone),
    meta(messages.at(-1), own, phone),
  );
  const actions = iconButton(
    "down",
    words().actions,
    (event) => openActions(phone, captioned, event),
    "bubble-actions",
  );
  content.append(actions);
  return el(
    "div",
    {
      class: `row ${own ? "own" : "theirs"} ${last ? "last" : ""}`,
      id: phone.elementId(first),
      data: { message: first.message_id },
    },
    el(
      "div",
      { class: `stack ${first.reply_markup?.inline_keyboard ? "with-keyboard" : ""}` },
      content,
      inlineKeyboard(first, phone),
    ),
  );
}

function words_(message, phone) {
  const text = message.text ?? message.caption;
  if (!text) return null;
  const entities = message.entities ?? message.caption_entities;
  return el(
    "div",
    { class: "words", dir: "auto" },
    formatted(text, entities, phone.touches),
    el("span", { class: "meta-room", "aria-hidden": "true" }),
  );
}

function meta(message, own, phone) {
  const text = words();
  const unread = phone.unreadByBot.has(message.message_id);
  const state = !own
    ? null
    : message.pending
      ? ["clock", text.sending]
      : unread
        ? ["tick", text.sent]
        : ["ticks", text.read];
  return el(
    "span",
    { class: "meta" },
    message.edit_date && el("span", { class: "edited" }, text.edited),
    el(
      "time",
      { dateTime: new Date(message.date * 1000).toISOString() },
      timeOf(message.date * 1000),
    ),
    state &&
      el(
        "span",
        { class: `ticks ${state[0]}`, role: "img", "aria-label": state[1] },
        icon(state[0]),
      ),
  );
}

function forwardedFrom(message) {
  const origin = message.forward_origin;
  const name = origin.sender_user ? fullName(origin.sender_user) : origin.sender_user_name;
  return el("div", { class: "forwarded" }, words().forwarded(name));
}

function quote(message, phone) {
  const name = message.from?.is_bot ? message.from.first_name : words().you;
  return el(
    "button",
    { type: "button", class: "quote", onclick: () => phone.list.goTo(message.message_id) },
    el("strong", {}, name),
    el("span", {}, summary(message)),
  );
}

function gallery(photos) {
  return el(
    "div",
    { class: `gallery of-${Math.min(photos.length, 4)}` },
    photos.map((message) => {
      const size = message.photo.at(-1);
      const address = fileAddress(size.file_unique_id);
      const alt = message.caption ?? words().photo;
      const picture = el("img", {
        src: address,
        alt,
        width: size.width,
        height: size.height,
        loading: "lazy",
      });
      return el(
        "button",
        { type: "button", class: "picture", onclick: () => openPhoto(address, alt) },
        picture,
      );
    }),
  );
}

const UNITS = ["B", "kB", "MB"];

function sizeOf(bytes) {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 2);
  const number = bytes / 1000 ** power;
  return `${number.toFixed(power && number < 10 ? 1 : 0).replace(".", ",")} ${UNITS[power]}`;
}

/** Whatever a message carries that is neither text nor photo. */
function attachment(message) {
  const text = words();
  if (message.document) return documentCard(message.document);
  if (message.contact)
    return card("person", message.contact.first_name, message.contact.phone_number);
  if (message.location) {
    const { latitude, longitude } = message.location;
    return card("pin", text.locationName, `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`);
  }
  if (message.voice)
    return card("voice", text.voiceName, `0.${String(message.voice.duration).padStart(2, "0")}`);
  if (message.sticker) return el("div", { class: "sticker" }, message.sticker.emoji ?? "🙂");
  return null;
}

function documentCard(file) {
  const extension = file.file_name?.includes(".")
    ? file.file_name.split(".").at(-1).slice(0, 4)
    : "";
  const address = fileAddress(file.file_unique_id);
  return el(
    "a",
    {
      class: "attachment",
      href: address,
      download: file.file_name ?? "",
      "aria-label": words().download(file.file_name),
    },
    el("span", { class: "attachment-icon" }, extension ? el("b", {}, extension) : icon("file")),
    el(
      "span",
      { class: "attachment-text" },
      el("strong", {}, file.file_name ?? words().document),
      el("small", {}, sizeOf(file.file_size ?? 0)),
    ),
  );
}

function card(symbol, title, below) {
  return el(
    "div",
    { class: "attachment" },
    el("span", { class: "attachment-icon" }, icon(symbol)),
    el("span", { class: "attachment-text" }, el("strong", {}, title), el("small", {}, below)),
  );
}

/** A message in one line. */
export function summary(message) {
  const text = words();
  if (message.text || message.caption)
    return (message.text ?? message.caption).replace(/\s+/g, " ");
  if (message.photo) return text.photo;
  if (message.document) return message.document.file_name ?? text.document;
  if (message.contact) return text.contactName;
  if (message.location) return text.locationName;
  if (message.voice) return text.voiceName;
  return message.sticker ? `${message.sticker.emoji ?? ""} ${text.stickerName}` : "";
}
