// The menus of a phone: of one message, and of the whole chat.

import { openMenu } from "./dialogs.js";
import { words } from "./words.js";

/** What can be done with a message. */
export function openActions(phone, message, event) {
  event.preventDefault();
  const text = words();
  const own = !message.from?.is_bot;
  const said = message.text ?? message.caption;
  const { message_id } = message;
  openMenu(
    [
      { icon: "reply", label: text.reply, action: () => phone.composer.reply(message) },
      own && said && { icon: "edit", label: text.edit, action: () => phone.composer.edit(message) },
      said && { icon: "copy", label: text.copy, action: () => phone.copy(said) },
      {
        icon: "forward",
        label: text.forward,
        action: () => phone.does("forwards", { message_id }),
      },
      {
        icon: "trash",
        label: text.remove,
        danger: true,
        action: () => phone.does("deletes", { message_id }),
      },
    ],
    placeOf(event),
  );
}

/** What can be done with the whole chat. */
export function openChatMenu(phone, event) {
  const text = words();
  const { writes } = phone;
  const { blocked } = phone.chat;
  openMenu(
    [
      writes && {
        icon: "person",
        label: text.contact,
        action: () => phone.does("shares-contact"),
      },
      writes && { icon: "pin", label: text.location, action: () => phone.does("sends-location") },
      writes && {
        icon: "sticker",
        label: text.sticker,
        action: () => phone.does("sends-sticker"),
      },
      writes && { icon: "voice", label: text.voice, action: () => phone.does("sends-voice") },
      blocked
        ? { icon: "block", label: text.unblock, action: () => phone.does("unblocks") }
        : { icon: "block", label: text.block, danger: true, action: () => phone.does("blocks") },
      { icon: "trash", label: text.clear, danger: true, action: () => phone.does("clears") },
    ],
    placeOf(event),
  );
}

/** Where a menu opens: at the pointer, or at the button that was pressed by key. */
function placeOf(event) {
  if (event.clientX || event.clientY) return { x: event.clientX, y: event.clientY };
  const { left, bottom } = event.currentTarget.getBoundingClientRect();
  return { x: left, y: bottom };
}
