// The owner of a phone: all they can do in their chat with the bot.

import { now } from "./clock.js";
import { openAlert, toast } from "./dialogs.js";
import * as server from "./server.js";
import { startCode } from "./text.js";
import { words } from "./words.js";

const ANSWER_WITHIN = 16; // seconds; Telegram gives up after 15
const SLOW = 300; // milliseconds until a message that is on its way is shown as such

/** What a person does; each deed gives whether it was done, and says so if it was not. */
export class Owner {
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
    return this.onItsWay(
      { text: options.caption || files.map((file) => file.name).join(", ") },
      sent,
    );
  }

  /** Show what takes a while to be sent, until it is. */
  async onItsWay(content, sent) {
    const id = Number.MAX_SAFE_INTEGER - this.messages.size;
    const pending = {
      message_id: id,
      date: now() / 1000,
      from: this.person,
      pending: true,
      ...content,
    };
    const timer = setTimeout(
      () => (this.messages.set(id, pending), this.list.render({ jump: true })),
      SLOW,
    );
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
    const body = {
      message_id: message.message_id,
      data: button.callback_data,
      wait: ANSWER_WITHIN,
    };
    const done = await this.does("taps", body);
    this.spinning.delete(key);
    this.list.render();
    const { answer } = done || {};
    if (answer?.text && answer.show_alert) openAlert(answer.text, this.screen);
    else if (answer?.text) toast(this.screen, answer.text);
  }

  opens(address) {
    const code = startCode(address, this.bot.username);
    if (code !== null) return this.starts(code);
    window.open(address, "_blank", "noopener");
  }

  async copy(text) {
    await navigator.clipboard.writeText(text);
    toast(this.screen, words().copied);
  }
}
