// Who can be chosen: the people of the office, and how many messages each has not read.

import { openSheet } from "./dialogs.js";
import { avatar, el, fullName } from "./dom.js";
import { words } from "./words.js";

const SHOWN = 100; // of a large office; the others are found by typing

export class People {
  constructor() {
    this.all = [];
    this.unread = new Map(); // person id → messages
  }

  take(people) {
    this.all = people;
  }

  find(id) {
    return this.all.find((person) => person.id === id);
  }

  missed(id) {
    this.unread.set(id, (this.unread.get(id) ?? 0) + 1);
  }

  read(id) {
    this.unread.delete(id);
  }

  /** Let somebody be chosen. */
  choose(over, current, onchosen) {
    const text = words();
    const list = el("ul", { class: "people" });
    const search = el("input", {
      type: "search",
      class: "field-line",
      placeholder: text.search,
      "aria-label": text.search,
      autocomplete: "off",
    });
    const fill = () =>
      list.replaceChildren(
        ...this.matching(search.value, current, (id) => (sheet.close(), onchosen(id))),
      );
    search.addEventListener("input", fill);
    const sheet = openSheet({ title: text.choosePerson, content: [search, list], over });
    fill();
    if (!window.matchMedia("(pointer: coarse)").matches) search.focus();
  }

  matching(typed, current, onchosen) {
    const text = words();
    const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
    const found = this.all.filter((person) => {
      const described = `${fullName(person)} ${person.about}`.toLowerCase();
      return wanted.every((word) => described.includes(word));
    });
    const rows = found
      .slice(0, SHOWN)
      .map((person) => this.row(person, person.id === current, onchosen));
    if (!found.length)
      rows.push(el("li", { class: "nobody" }, this.all.length ? text.nobody : text.noPeople));
    if (found.length > SHOWN)
      rows.push(el("li", { class: "nobody" }, text.more(found.length - SHOWN)));
    return rows;
  }

  row(person, chosen, onchosen) {
    return el(
      "li",
      {},
      el(
        "button",
        {
          type: "button",
          class: "person",
          "aria-current": chosen ? "true" : null,
          onclick: () => onchosen(person.id),
        },
        avatar(fullName(person), person.id),
        el(
          "span",
          { class: "person-text" },
          el("strong", {}, fullName(person)),
          el("small", {}, person.about),
        ),
        this.badge(person.id),
      ),
    );
  }

  badge(id) {
    const count = this.unread.get(id);
    return count
      ? el("span", { class: "badge", "aria-label": words().unread(count) }, String(count))
      : null;
  }
}
