// The two sorts of keyboards: inline below a message, and instead of the letters below the chat.

import { el, icon } from "./dom.js";

/** The buttons below a message; `phone` knows which of them spin. */
export function inlineKeyboard(message, phone) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  if (!rows.length) return null;
  return el(
    "div",
    { class: "inline-keyboard" },
    rows.map((row, y) =>
      el(
        "div",
        { class: "inline-row" },
        row.map((button, x) => inlineButton(message, button, `${y}.${x}`, phone)),
      ),
    ),
  );
}

function inlineButton(message, button, place, phone) {
  const mark = button.url ? icon("open") : button.copy_text ? icon("copy") : null;
  const spins = phone.spins(message, place);
  return el(
    "button",
    {
      type: "button",
      class: `inline-button ${button.style ? `style-${button.style}` : ""}`,
      "aria-busy": spins ? "true" : null,
      onclick: () => phone.taps(message, button, place),
    },
    el("span", {}, button.text),
    mark,
  );
}

/** The reply keyboard of a chat. */
export function replyKeyboard(keyboard, onpress) {
  return el(
    "div",
    { class: `reply-keyboard ${keyboard.resize_keyboard ? "resized" : ""}` },
    keyboard.keyboard.map((row) =>
      el(
        "div",
        { class: "reply-row" },
        row.map((button) =>
          el(
            "button",
            {
              type: "button",
              class: `reply-button ${button.style ? `style-${button.style}` : ""}`,
              onclick: () => onpress(button.text),
            },
            button.text,
          ),
        ),
      ),
    ),
  );
}
