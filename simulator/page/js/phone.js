// One phone: whose it is, their chat with the bot, and all they can do in it.

import { acceptDrops } from "./attachments.js";
import { now, takeClock } from "./clock.js";
import { Composer } from "./composer.js";
import { openAlert, openMenu, toast } from "./dialogs.js";
import { avatar, byFinger, el, fullName, icon, iconButton } from "./dom.js";
import { hint } from "./hints.js";
import { MessageList } from "./messages.js";
import * as server from "./server.js";
import { words } from "./words.js";

const ANSWER_WITHIN = 16; // seconds; Telegram gives up after 15
const TYPING = 5000; // milliseconds
const SLOW = 300; // milliseconds until a message that is on its way is shown as such

export class Phone {
  constructor(side, people, onchange) {
    Object.assign(this, { side, people, onchange });
    this.forget();
    this.element = el("section", { class: "phone", data: { side } });
    this.list = new MessageList(this);
    this.composer = new Composer(this);
    this.owner = el("button", { type: "button", class: "owner", onclick: () => this.choosePerson() });
    this.head = el("header", { class: "chat-head" });
    this.bell = el("span", { class: "bell" }, icon("bell"));
    this.tips = el("div", { class: "tips" });
    this.screen = el("div", { class: "screen" }, this.head, this.list.element, this.tips, this.composer.element);
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
  signature = (message) => [this.unreadByBot.has(message.message_id), [...this.spinning].filter((key) => key.startsWith(`${message.message_id} `))];
  lastOwn = () => [...this.messages.values()].reverse().find((message) => !message.from?.is_bot && (message.text || message.caption));

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
    this.typing = { action, timer: setTimeout(() => ((this.typing = null), this.renderHead()), TYPING) };
    this.renderHead();
  }

  on_chat(chat) {
    if (chat.keyboard && JSON.stringify(chat.keyboard) !== JSON.stringify(this.chat.keyboard)) this.composer.keyboardHidden = false;
    this.chat = chat;
    if (chat.asks && chat.asks !== this.askedFor && this.messages.has(chat.asks)) this.composer.reply(this.messages.get(chat.asks));
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

  // What they do. Each gives whether it was done.

  async does(what, body) {
    try {
      return await server.act(this.person.id, what, body);
    } catch (error) {
      if (!(error instanceof server.Refused)) throw error;
      toast(this.screen, words().failed(error.message));
      return false;
    }
  }

  says(text, replying) {
    return this.onItsWay({ text }, this.does("says", { text, reply_to: replying?.message_id }));
  }

  starts = (code) => this.does("starts", code ? { code } : {});
  edits = (message, text) => this.does("edits", { message_id: message.message_id, text });
  presses = (label) => this.does("presses", { label });

  async sends(files, options) {
    const sent = server.sendFiles(this.person.id, files, options).catch((error) => {
      toast(this.screen, words().failed(error.message));
      return false;
    });
    return this.onItsWay({ text: options.caption || files.map((file) => file.name).join(", ") }, sent);
  }

  /** Show what takes a while to be sent, until it is. */
  async onItsWay(content, sent) {
    const id = Number.MAX_SAFE_INTEGER - this.messages.size;
    const pending = { message_id: id, date: now() / 1000, from: this.person, pending: true, ...content };
    const timer = setTimeout(() => (this.messages.set(id, pending), this.list.render({ jump: true })), SLOW);
    const done = await sent;
    clearTimeout(timer);
    if (this.messages.delete(id)) this.list.render();
    return done !== false;
  }

  async taps(message, button, place) {
    if (button.copy_text) return this.copy(button.copy_text.text);
    if (button.url) return this.opens(button.url);
    const key = `${message.message_id} ${place}`;
    if (!button.callback_data || this.spinning.has(key)) return;
    this.spinning.add(key);
    this.list.render();
    const body = { message_id: message.message_id, data: button.callback_data, wait: ANSWER_WITHIN };
    const done = await this.does("taps", body);
    this.spinning.delete(key);
    this.list.render();
    const { answer } = done || {};
    if (answer?.text && answer.show_alert) openAlert(answer.text, this.screen);
    else if (answer?.text) toast(this.screen, answer.text);
  }

  opens(address) {
    const prefix = `https://t.me/${this.bot.username}?start=`.toLowerCase();
    if (address.toLowerCase().startsWith(prefix)) return this.starts(address.slice(prefix.length));
    window.open(address, "_blank", "noopener");
  }

  async copy(text) {
    await navigator.clipboard.writeText(text);
    toast(this.screen, words().copied);
  }

  // Menus.

  contextMenu(event) {
    const row = event.target.closest(".row");
    const other = event.target.closest(".bubble-actions, .inline-keyboard, a, button, .spoiler, blockquote, .code");
    if (!row || other || !event.target.closest(".bubble")) return;
    const message = this.messages.get(Number(row.dataset.message));
    if (message) this.openActions(message, event);
  }

  replyTo(event) {
    const row = event.target.closest(".row");
    const message = row && this.messages.get(Number(row.dataset.message));
    if (message && this.writes && !byFinger()) this.composer.reply(message);
  }

  openActions(message, event) {
    event.preventDefault();
    const text = words();
    const own = !message.from?.is_bot;
    const said = message.text ?? message.caption;
    const { message_id } = message;
    openMenu(
      [
        { icon: "reply", label: text.reply, action: () => this.composer.reply(message) },
        own && said && { icon: "edit", label: text.edit, action: () => this.composer.edit(message) },
        said && { icon: "copy", label: text.copy, action: () => this.copy(said) },
        { icon: "forward", label: text.forward, action: () => this.does("forwards", { message_id }) },
        { icon: "trash", label: text.remove, danger: true, action: () => this.does("deletes", { message_id }) },
      ],
      placeOf(event),
    );
  }

  openChatMenu(event) {
    const text = words();
    const { writes } = this;
    const { blocked } = this.chat;
    openMenu(
      [
        writes && { icon: "person", label: text.contact, action: () => this.does("shares-contact") },
        writes && { icon: "pin", label: text.location, action: () => this.does("sends-location") },
        writes && { icon: "sticker", label: text.sticker, action: () => this.does("sends-sticker") },
        writes && { icon: "voice", label: text.voice, action: () => this.does("sends-voice") },
        blocked
          ? { icon: "block", label: text.unblock, action: () => this.does("unblocks") }
          : { icon: "block", label: text.block, danger: true, action: () => this.does("blocks") },
        { icon: "trash", label: text.clear, danger: true, action: () => this.does("clears") },
      ],
      placeOf(event),
    );
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
      el("span", { class: "person-text" }, el("strong", {}, name), el("small", {}, person?.about ?? "")),
      icon("down"),
    );
  }

  renderHead() {
    const text = words();
    const { bot, chat } = this;
    const status = chat.blocked ? text.blockedStatus : !this.typing ? text.bot : this.typing.action === "typing" ? text.typing : text.uploading;
    this.bell.title = text.ring;
    this.head.replaceChildren(
      avatar(bot.name, 5),
      el("span", { class: "person-text" }, el("strong", {}, bot.name), el("small", { class: this.typing ? "busy" : "" }, status)),
      this.bell,
      iconButton("more", text.chat, (event) => this.openChatMenu(event)),
    );
  }

  renderTips() {
    const tip = hint(this.person, this.writes, (text) => this.composer.suggest(text), () => this.renderTips());
    this.tips.replaceChildren(...(tip ? [tip] : []));
  }

  emptyChat() {
    const description = this.bot?.description;
    return el(
      "div",
      { class: "empty-chat" },
      description ? el("div", { class: "description" }, el("strong", {}, words().what), el("p", {}, description)) : el("span", { class: "day" }, el("span", {}, words().empty)),
    );
  }
}

/** Where a menu opens: at the pointer, or at the button that was pressed by key. */
function placeOf(event) {
  if (event.clientX || event.clientY) return { x: event.clientX, y: event.clientY };
  const { left, bottom } = event.currentTarget.getBoundingClientRect();
  return { x: left, y: bottom };
}
