// Where one writes: the field, what is replied to or edited, the keyboard of buttons, the files.

import { chooseFiles, previewFiles } from "./attachments.js";
import { summary } from "./bubble.js";
import { byFinger, el, icon, iconButton } from "./dom.js";
import { openMenu } from "./dialogs.js";
import { replyKeyboard } from "./keyboards.js";
import { words } from "./words.js";

const TALLEST = 140; // pixels of the field

export class Composer {
  constructor(phone) {
    this.phone = phone;
    this.replying = null; // a message
    this.editing = null;
    this.keyboardHidden = false;
    this.field = el("textarea", {
      rows: 1,
      class: "field",
      autocomplete: "off",
      enterKeyHint: "send",
    });
    this.field.addEventListener("input", () => this.grown());
    this.field.addEventListener("keydown", (event) => this.pressed(event));
    this.field.addEventListener("paste", (event) => this.pasted(event));
    // The field is never moved, or it would lose the focus: what changes lies around it.
    this.around = { context: el("div"), before: el("div"), after: el("div"), below: el("div") };
    const { context, before, after, below } = this.around;
    for (const [name, place] of Object.entries(this.around)) place.className = `around-${name}`;
    const send = (event) => (event.preventDefault(), this.send());
    this.line = el(
      "form",
      { class: "line", hidden: true, onsubmit: send },
      before,
      this.field,
      after,
    );
    this.element = el("div", { class: "composer" }, context, this.line, below);
  }

  render() {
    const { chat } = this.phone;
    const writes = this.phone.writes;
    const { context, before, after, below } = this.around;
    this.line.hidden = !writes;
    if (!writes) {
      context.replaceChildren();
      below.replaceChildren(this.startButton());
      return;
    }
    this.field.placeholder = chat.placeholder || words().write;
    this.field.setAttribute("aria-label", words().write);
    fill(context, this.context());
    fill(before, this.commandMenu());
    fill(after, ...this.buttons());
    fill(
      below,
      chat.keyboard &&
        !this.keyboardHidden &&
        replyKeyboard(chat.keyboard, (label) => this.phone.presses(label)),
    );
    this.grown();
  }

  startButton() {
    const { blocked } = this.phone.chat ?? {};
    const label = blocked ? words().restart : words().start;
    return el(
      "button",
      { type: "button", class: "start-button", onclick: () => this.phone.starts() },
      label,
    );
  }

  commandMenu() {
    const { bot } = this.phone;
    if (!bot.commands.length) return null;
    const label = words().commands;
    const open = (event) => this.openCommands(event);
    return el(
      "button",
      { type: "button", class: "command-menu", title: label, "aria-label": label, onclick: open },
      icon("menu"),
    );
  }

  buttons() {
    const text = words();
    return [
      this.phone.chat.keyboard &&
        iconButton("keyboard", text.keyboard, () => this.toggleKeyboard()),
      iconButton("attach", text.attach, () => chooseFiles((files) => this.offer(files))),
      iconButton("send", text.send, () => this.send(), "send"),
    ];
  }

  /** What is being replied to or edited, above the field. */
  context() {
    const message = this.editing ?? this.replying;
    if (!message) return null;
    const text = words();
    const who = message.from?.is_bot ? message.from.first_name : text.you;
    return el(
      "div",
      { class: "context" },
      icon(this.editing ? "edit" : "reply"),
      el(
        "div",
        {},
        el("strong", {}, this.editing ? text.editing : text.replyTo(who)),
        el("span", {}, summary(message)),
      ),
      iconButton("close", text.cancel, () => this.leave()),
    );
  }

  reply(message) {
    this.leave();
    this.replying = message;
    this.render();
    this.field.focus();
  }

  edit(message) {
    this.leave();
    this.editing = message;
    this.field.value = message.text ?? message.caption ?? "";
    this.render();
    this.field.focus();
  }

  /** Put words into the field, for one to send. */
  suggest(words_) {
    this.field.value = words_;
    this.grown();
    this.field.focus();
  }

  leave() {
    if (this.editing) this.field.value = "";
    this.editing = this.replying = null;
    this.render();
  }

  reset() {
    this.editing = this.replying = null;
    this.keyboardHidden = false;
    this.field.value = "";
  }

  grown() {
    this.field.style.height = "auto";
    const tall = Math.min(this.field.scrollHeight, TALLEST);
    if (tall) this.field.style.height = `${tall}px`; // none is known while the phone is not shown
    this.element.classList.toggle("has-words", this.field.value.trim() !== "");
  }

  pressed(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey && !byFinger()) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape" && (this.editing || this.replying)) {
      this.leave();
    } else if (event.key === "ArrowUp" && !this.field.value) {
      const own = this.phone.lastOwn();
      if (own) (event.preventDefault(), this.edit(own));
    }
  }

  async send() {
    const text = this.field.value.trim();
    if (!text) return;
    const { editing, replying } = this;
    this.field.value = "";
    this.editing = this.replying = null;
    this.render();
    const done = editing
      ? await this.phone.edits(editing, text)
      : await this.phone.says(text, replying);
    if (!done) this.giveBack(text, editing, replying);
    this.field.focus();
  }

  /** It could not be sent: nothing that was written is lost. */
  giveBack(text, editing, replying) {
    this.field.value ||= text;
    Object.assign(this, { editing, replying });
    this.render();
  }

  pasted(event) {
    const files = [...event.clipboardData.files];
    if (files.length) (event.preventDefault(), this.offer(files));
  }

  offer(files) {
    previewFiles(this.phone, files, (chosen) => {
      const replying = this.replying;
      this.leave();
      return this.phone.sends(chosen.files, { ...chosen, replyTo: replying?.message_id });
    });
  }

  toggleKeyboard() {
    this.keyboardHidden = !this.keyboardHidden;
    this.render();
  }

  openCommands(event) {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const items = this.phone.bot.commands.map((command) => ({
      icon: "menu",
      label: el(
        "span",
        { class: "command" },
        el("b", {}, `/${command.command}`),
        el("small", {}, command.description),
      ),
      action: () => this.phone.says(`/${command.command}`),
    }));
    const menu = openMenu(items, { x: left, y: top });
    menu.classList.add("commands");
    menu.style.top = `${Math.max(8, top - menu.offsetHeight - 8)}px`;
  }
}

/** Put these into an element, and nothing else; what is null or false is left out. */
function fill(element, ...children) {
  element.replaceChildren(...children.filter(Boolean));
}
