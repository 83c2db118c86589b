// The list of messages of one phone: days, runs of bubbles, albums, and where one has scrolled to.

import { bubble } from "./bubble.js";
import { dayKey, dayOf } from "./clock.js";
import { el, iconButton } from "./dom.js";
import { words } from "./words.js";

const SAME_RUN = 10 * 60; // seconds between two bubbles that belong together
const NEAR = 90; // pixels from the end that still count as being there

export class MessageList {
  constructor(phone) {
    this.phone = phone;
    this.nodes = new Map(); // key → { signature, node }
    this.missed = 0;
    this.atEnd = true;
    this.top = 0; // where the list was scrolled to when last looked at
    this.list = el("div", { class: "messages", role: "log", "aria-live": "polite", tabIndex: 0 });
    this.list.addEventListener("scroll", () => this.scrolled());
    this.badge = el("span", { class: "badge" });
    this.jump = iconButton("down", words().toBottom, () => this.toEnd(true), "jump");
    this.jump.append(this.badge);
    this.element = el("div", { class: "message-area" }, this.list, this.jump);
    // Whoever reads the end keeps reading it when a keyboard opens, or a picture has loaded.
    new ResizeObserver(() => this.atEnd && this.toEnd(false)).observe(this.list);
    this.list.addEventListener("load", () => this.atEnd && this.toEnd(false), true);
  }

  /** Draw what has changed; `fresh` is how many messages are new to whoever reads. */
  render({ fresh = 0, jump = false } = {}) {
    if (this.list.scrollTop < this.top - NEAR) this.atEnd = false; // moved, and not yet heard of
    const follow = jump || this.atEnd;
    const items = this.items();
    const kept = new Map();
    for (const item of items) {
      const known = this.nodes.get(item.key);
      kept.set(
        item.key,
        known?.signature === item.signature
          ? known
          : { signature: item.signature, node: item.make() },
      );
    }
    this.nodes = kept;
    place(
      this.list,
      items.length ? [...kept.values()].map((each) => each.node) : [this.phone.emptyChat()],
    );
    if (follow) this.toEnd(false);
    else this.missed += fresh;
    this.scrolled();
  }

  /** What stands below one another: days and bubbles, each with a signature of all it shows. */
  items() {
    const groups = albums([...this.phone.messages.values()]);
    const items = [];
    groups.forEach((group, at) => {
      const [before, after] = [groups[at - 1], groups[at + 1]];
      const day = dayKey(group[0].date * 1000);
      if (!before || dayKey(before[0].date * 1000) !== day) {
        items.push({
          key: `day ${day} ${group[0].message_id}`,
          signature: day,
          make: () => dayMark(group[0].date * 1000),
        });
      }
      const last = !after || !sameRun(group.at(-1), after[0]);
      items.push({
        key: `message ${group[0].message_id}`,
        signature: JSON.stringify([group, last, group.map((each) => this.phone.signature(each))]),
        make: () => bubble(group, this.phone, { last }),
      });
    });
    return items;
  }

  /** Forget what was drawn: another person, or another language. */
  reset() {
    this.nodes.clear();
    this.missed = 0;
    this.jump.title = words().toBottom;
  }

  toEnd(smoothly) {
    this.list.scrollTo({ top: this.list.scrollHeight, behavior: smoothly ? "smooth" : "instant" });
    this.atEnd = true;
    this.top = this.list.scrollTop;
    this.missed = 0;
  }

  scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.list;
    if (!clientHeight) return; // not on the screen
    const near = scrollHeight - scrollTop - clientHeight < NEAR;
    this.atEnd = near || (this.atEnd && scrollTop >= this.top); // it grew, but nobody moved
    this.top = scrollTop;
    if (this.atEnd) this.missed = 0;
    this.jump.classList.toggle("shown", !this.atEnd);
    this.badge.textContent = this.missed || "";
  }

  /** Scroll to a message and point at it. */
  goTo(messageId) {
    const row = [...this.nodes.values()].find(
      (each) => each.node.dataset.message === String(messageId),
    )?.node;
    if (!row) return;
    row.scrollIntoView({ block: "center", behavior: "smooth" });
    row.classList.add("pointed-at");
    setTimeout(() => row.classList.remove("pointed-at"), 1500);
  }
}

/** Make these the children, touching only what differs, so that nothing on the screen flickers. */
function place(parent, wanted) {
  const keep = new Set(wanted);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  wanted.forEach((node, at) => {
    if (parent.children[at] !== node) parent.insertBefore(node, parent.children[at] ?? null);
  });
}

function albums(messages) {
  const groups = [];
  for (const message of messages.sort((a, b) => a.message_id - b.message_id)) {
    const last = groups.at(-1);
    if (message.media_group_id && last?.[0].media_group_id === message.media_group_id)
      last.push(message);
    else groups.push([message]);
  }
  return groups;
}

function sameRun(one, next) {
  return (
    one.from?.id === next.from?.id &&
    next.date - one.date < SAME_RUN &&
    dayKey(one.date * 1000) === dayKey(next.date * 1000)
  );
}

const dayMark = (moment) => el("div", { class: "day" }, el("span", {}, dayOf(moment)));
