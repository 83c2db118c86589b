// One phone: whose it is, what happens to their chat with the bot, and how it looks.

import { acceptDrops } from "./attachments.js";
import { takeClock } from "./clock.js";
import { Composer } from "./composer.js";
import { avatar, byFinger, el, fullName, icon, iconButton } from "./dom.js";
import { hint } from "./hints.js";
import { openActions, openChatMenu } from "./menus.js";
import { MessageList } from "./messages.js";
import { Owner } from "./owner.js";
import * as server from "./server.js";
import { words } from "./words.js";

const TYPING = 5000; // milliseconds

export class Phone extends Owner {
  constructor(side, people, onchange) {
    super();
    Object.assign(this, { side, people, onchange });
    this.forget();
    this.element = el("section", { class: "phone", data: { side } });
    this.list = new MessageList(this);
    this.composer = new Composer(this);
    this.owner = el("button", {
      type: "button",
      class: "owner",
      onclick: () => this.choosePerson(),
    });
    this.head = el("header", { class: "chat-head" });
    this.bell = el("span", { class: "bell" }, icon("bell"));
    this.tips = el("div", { class: "tips" });
    this.screen = el(
      "div",
      { class: "screen" },
      this.head,
      this.list.element,
      this.tips,
      this.composer.element,
    );
    this.element.append(this.owner, this.screen);
    acceptDrops(this.screen, (files) => this.writes && this.composer.offer(files));
    this.list.list.addEventListener("contextmenu", (event) => this.contextMenu(event));
    this.list.list.addEventListener("dblclick", (event) => this.replyTo(event));
    this.list.list.addEventListener("click", (event) => byFinger() && this.contextMenu(event));
    this.touches = {
      command: (text) => this.says(text),
      start: (code) => this.starts(code),
      code: (text) => this.copy(text),
    };
  }

  forget() {
    this.person = this.bot = this.chat = null;
    this.messages = new Map();
    this.unreadByBot = new Set();
    this.spinning = new Set();
    this.typing = null;
    this.early = null; // events that came while the chat was being fetched
  }

  elementId = (message) => `${this.side}-${message.message_id}`;
  spins = (message, place) => this.spinning.has(`${message.message_id} ${place}`);
  signature = (message) => [
    this.unreadByBot.has(message.message_id),
    [...this.spinning].filter((key) => key.startsWith(`${message.message_id} `)),
  ];
  lastOwn = () =>
    [...this.messages.values()]
      .reverse()
      .find((message) => !message.from?.is_bot && (message.text || message.caption));

  /** Whether there is a chat to write in: an empty one begins with START. */
  get writes() {
    return Boolean(this.chat?.started && !this.chat.blocked && this.messages.size);
  }

  // Whose phone it is.

  async show(personId) {
    const other = this.person?.id !== personId;
    if (other) {
      this.forget();
      this.composer.reset();
      this.list.reset();
    }
    this.wanted = personId;
    this.early = [];
    const state = await server.chatOf(personId);
    if (this.wanted !== personId) return;
    this.takeState(state);
    this.people.read(personId);
    this.render({ jump: other });
    const early = this.early ?? [];
    this.early = null;
    for (const [kind, what] of early) this.take(kind, what);
  }

  takeState({ person, bot, chat, messages, unread, clock }) {
    takeClock(clock);
    Object.assign(this, { person, bot, chat });
    this.touches.username = bot.username;
    this.messages = new Map(messages.map((message) => [message.message_id, message]));
    this.unreadByBot = new Set(unread);
    this.askedFor = chat.asks;
  }

  async choosePerson() {
    this.people.take(await server.people());
    this.people.choose(this.element, this.person?.id, (id) => this.onchange(this, id));
  }

  // What happens to their chat.

  take(kind, what) {
    if (this.early) return this.early.push([kind, what]);
    this[`on_${kind}`]?.(what);
  }

  on_message({ message, silent }) {
    const fromBot = message.from?.is_bot;
    if (!fromBot) this.unreadByBot.add(message.message_id);
    this.messages.set(message.message_id, message);
    if (fromBot) this.typing = null;
    this.list.render({ fresh: fromBot ? 1 : 0, jump: !fromBot });
    this.renderHead();
    if (this.messages.size === 1) this.composer.render();
    if (fromBot && !silent) this.ring();
  }

  on_edited({ message }) {
    this.messages.set(message.message_id, message);
    this.list.render();
  }

  on_deleted({ message_id }) {
    this.messages.delete(message_id);
    this.list.render();
    if (!this.messages.size) this.composer.render();
  }

  on_cleared() {
    this.messages.clear();
    this.list.render();
  }

  on_read({ message_id }) {
    if (this.unreadByBot.delete(message_id)) this.list.render();
  }

  on_typing({ action }) {
    clearTimeout(this.typing?.timer);
    this.typing = {
      action,
      timer: setTimeout(() => ((this.typing = null), this.renderHead()), TYPING),
    };
    this.renderHead();
  }

  on_chat(chat) {
    if (chat.keyboard && JSON.stringify(chat.keyboard) !== JSON.stringify(this.chat.keyboard))
      this.composer.keyboardHidden = false;
    this.chat = chat;
    if (chat.asks && chat.asks !== this.askedFor && this.messages.has(chat.asks))
      this.composer.reply(this.messages.get(chat.asks));
    else this.composer.render();
    this.askedFor = chat.asks;
    this.renderHead();
    this.renderTips();
  }

  /** Somebody notices: a new message, not an edit. */
  ring() {
    this.bell.classList.remove("ringing");
    void this.bell.offsetWidth; // restarts the animation
    this.bell.classList.add("ringing");
  }

  // What is pressed on a message.

  contextMenu(event) {
    const message = this.messageAt(event);
    const other = event.target.closest(".inline-keyboard, a, button, .spoiler, blockquote, .code");
    if (message && !other && event.target.closest(".bubble")) openActions(this, message, event);
  }

  replyTo(event) {
    const message = this.messageAt(event);
    if (message && this.writes && !byFinger()) this.composer.reply(message);
  }

  messageAt(event) {
    const row = event.target.closest(".row");
    return row && this.messages.get(Number(row.dataset.message));
  }

  // How it looks.

  render({ jump = false } = {}) {
    this.renderOwner();
    if (!this.person) return;
    this.renderHead();
    this.list.render({ jump });
    this.composer.render();
    this.renderTips();
  }

  renderOwner() {
    const text = words();
    const { person } = this;
    const name = person ? fullName(person) : text.noPeople;
    this.element.setAttribute("aria-label", `${text[this.side]}: ${name}`);
    this.owner.title = text.choosePerson;
    this.owner.replaceChildren(
      ...(person ? [avatar(name, person.id)] : []),
      el(
        "span",
        { class: "person-text" },
        el("strong", {}, name),
        el("small", {}, person?.about ?? ""),
      ),
      icon("down"),
    );
  }

  renderHead() {
    const text = words();
    const { bot, chat } = this;
    const status = chat.blocked
      ? text.blockedStatus
      : !this.typing
        ? text.bot
        : this.typing.action === "typing"
          ? text.typing
          : text.uploading;
    this.bell.title = text.ring;
    this.head.replaceChildren(
      avatar(bot.name, 5),
      el(
        "span",
        { class: "person-text" },
        el("strong", {}, bot.name),
        el("small", { class: this.typing ? "busy" : "" }, status),
      ),
      this.bell,
      iconButton("more", text.chat, (event) => openChatMenu(this, event)),
    );
  }

  renderTips() {
    const tip = hint(
      this.person,
      this.writes,
      (text) => this.composer.suggest(text),
      () => this.renderTips(),
    );
    this.tips.replaceChildren(...(tip ? [tip] : []));
  }

  emptyChat() {
    const description = this.bot?.description;
    return el(
      "div",
      { class: "empty-chat" },
      description
        ? el(
            "div",
            { class: "description" },
            el("strong", {}, words().what),
            el("p", {}, description),
          )
        : el("span", { class: "day" }, el("span", {}, words().empty)),
    );
  }
}
