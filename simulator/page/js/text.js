// A text and its entities, as elements. Telegram counts in UTF-16 units, and so do strings here.

import { el } from "./dom.js";

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]); // these break lines themselves
const withoutBreak = (text, from, to) => (to > from && text[to - 1] === "\n" ? to - 1 : to);
const SIMPLE = { bold: "strong", italic: "em", underline: "u", strikethrough: "s" };

/**
 * The text as nodes. `on` is told what was touched: a command, a deep link of the bot, code.
 */
export function formatted(text, entities = [], on = {}) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return nodes(text, 0, text.length, sorted, on);
}

/** The nodes of one stretch of text, with the entities that lie within it. */
function nodes(text, from, to, entities, on) {
  const made = [];
  let at = from;
  let rest = entities;
  while (rest.length) {
    const [entity, ...others] = rest;
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset > at)
      made.push(
        text.slice(
          at,
          BLOCKS.has(entity.type) ? withoutBreak(text, at, entity.offset) : entity.offset,
        ),
      );
    const within = others.filter((other) => other.offset < end);
    rest = others.filter((other) => other.offset >= end);
    made.push(
      wrap(entity, text.slice(entity.offset, end), nodes(text, entity.offset, end, within, on), on),
    );
    at = BLOCKS.has(entity.type) && text[end] === "\n" ? end + 1 : end;
  }
  if (at < to) made.push(text.slice(at, to));
  return made;
}

function wrap(entity, text, children, on) {
  if (SIMPLE[entity.type]) return el(SIMPLE[entity.type], {}, children);
  const make = WRAPPERS[entity.type];
  return make
    ? make(entity, text, children, on)
    : el("span", { class: `entity-${entity.type}` }, children);
}

const WRAPPERS = {
  code: (entity, text, children, on) =>
    el("code", { class: "code", title: text, onclick: () => on.code?.(text) }, children),
  pre: (entity, text, children) =>
    el(
      "pre",
      { class: "pre", data: { language: entity.language ?? "" } },
      el("code", {}, children),
    ),
  url: (entity, text, children, on) =>
    link(/^[a-z]+:/i.test(text) ? text : `https://${text}`, children, on),
  text_link: (entity, text, children, on) => link(entity.url, children, on),
  email: (entity, text, children) => el("a", { href: `mailto:${text}` }, children),
  bot_command: (entity, text, children, on) =>
    el(
      "button",
      { type: "button", class: "command-link", onclick: () => on.command?.(text) },
      children,
    ),
  spoiler: (entity, text, children) => {
    const reveal = (event) => event.currentTarget.classList.add("revealed");
    return el(
      "span",
      {
        class: "spoiler",
        role: "button",
        tabIndex: 0,
        onclick: reveal,
        onkeydown: (e) => e.key === "Enter" && reveal(e),
      },
      children,
    );
  },
  blockquote: (entity, text, children) => el("blockquote", {}, children),
  expandable_blockquote: (entity, text, children) =>
    el(
      "blockquote",
      { class: "expandable", onclick: (event) => event.currentTarget.classList.toggle("expanded") },
      children,
    ),
};

function link(address, children, on) {
  const started = startCode(address, on.username);
  if (started !== null) {
    return el(
      "a",
      { href: address, onclick: (event) => (event.preventDefault(), on.start?.(started)) },
      children,
    );
  }
  const safe = /^(https?|mailto|tg):/i.test(address) ? address : `https://${address}`;
  return el("a", { href: safe, target: "_blank", rel: "noopener noreferrer" }, children);
}

/** The code in https://t.me/<bot>?start=<code>; null for any other address. */
export function startCode(address, username) {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.hostname !== "t.me" || url.pathname.slice(1).toLowerCase() !== username?.toLowerCase())
    return null;
  return url.searchParams.get("start") ?? "";
}
