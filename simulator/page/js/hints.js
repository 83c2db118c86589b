// What a first visitor may try: sentences that belong to the person whose phone it is.

import { el, iconButton } from "./dom.js";
import { words } from "./words.js";

const KEPT = "hints-closed";
let closed = localStorage.getItem(KEPT) === "yes";
const tried = new Set();

/** The hint above the field, or null when there is nothing to hint at. */
export function hint(person, writes, onchosen, onclosed) {
  const left = person.hints.filter((sentence) => !tried.has(`${person.id} ${sentence}`));
  if (closed || !left.length || !writes) return null;
  const text = words();
  const close = () => {
    closed = true;
    localStorage.setItem(KEPT, "yes");
    onclosed();
  };
  const choose = (sentence) => {
    tried.add(`${person.id} ${sentence}`);
    onchosen(sentence);
    onclosed();
  };
  return el(
    "aside",
    { class: "hint", "aria-label": text.tryTitle },
    el("p", {}, text.tryText),
    el(
      "div",
      { class: "hint-chips" },
      left.map((sentence) =>
        el(
          "button",
          { type: "button", class: "hint-chip", onclick: () => choose(sentence) },
          sentence,
        ),
      ),
    ),
    iconButton("close", text.tryClose, close, "hint-close"),
  );
}
