// What lies over the page: dialogs, menus, toasts, and a photo in full.

import { el, icon, iconButton } from "./dom.js";
import { words } from "./words.js";

/** Show a dialog, over a phone if one is given. It is gone from the page when it closes. */
function show(dialog, over) {
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.showModal();
  if (over) {
    const { left, width } = over.getBoundingClientRect();
    dialog.style.left = `${left + width / 2 - dialog.offsetWidth / 2}px`;
    dialog.style.right = "auto";
    dialog.style.marginInline = "0";
  }
  return dialog;
}

/** A dialog with a title, something in it, and one thing to do. */
export function openDialog({ title, content, action, onaction, over }) {
  const submit = async (event) => {
    event.preventDefault();
    dialog.close();
    await onaction?.();
  };
  const dialog = el(
    "dialog",
    { class: "card-dialog", "aria-label": title },
    el(
      "form",
      { onsubmit: submit },
      el("h2", {}, title),
      content,
      el(
        "footer",
        {},
        el(
          "button",
          { type: "button", class: "text-button", onclick: () => dialog.close() },
          words().cancel,
        ),
        el("button", { type: "submit", class: "text-button strong" }, action),
      ),
    ),
  );
  return show(dialog, over);
}

/** What a bot says so that it cannot be missed. */
export function openAlert(text, over) {
  const dialog = el(
    "dialog",
    { class: "card-dialog alert", role: "alertdialog" },
    el(
      "form",
      { method: "dialog" },
      el("p", {}, text),
      el("footer", {}, el("button", { class: "text-button strong", autofocus: true }, words().ok)),
    ),
  );
  return show(dialog, over);
}

/** A sheet with a search field and a list, for choosing one of many. */
export function openSheet({ title, content, over }) {
  const dialog = el("dialog", { class: "sheet", "aria-label": title });
  dialog.append(
    el(
      "header",
      {},
      el("h2", {}, title),
      iconButton("close", words().cancel, () => dialog.close()),
    ),
    ...content,
  );
  return show(dialog, over);
}

export function openPhoto(address, alt) {
  const dialog = el("dialog", {
    class: "photo-dialog",
    "aria-label": alt,
    onclick: () => dialog.close(),
  });
  dialog.append(
    el("img", { src: address, alt }),
    iconButton("close", words().ok, () => dialog.close(), "photo-close"),
  );
  return show(dialog);
}

/** A small menu at a place of the screen: [{ icon, label, action, danger }]. */
export function openMenu(items, at) {
  const dialog = el("dialog", { class: "menu" });
  for (const item of items.filter(Boolean)) {
    const choose = () => (dialog.close(), item.action());
    dialog.append(
      el(
        "button",
        { type: "button", class: `menu-item ${item.danger ? "danger" : ""}`, onclick: choose },
        icon(item.icon),
        item.label,
      ),
    );
  }
  dialog.addEventListener("keydown", (event) => moveFocus(event, dialog));
  show(dialog);
  const { innerWidth, innerHeight } = window;
  dialog.style.left = `${Math.max(8, Math.min(at.x, innerWidth - dialog.offsetWidth - 8))}px`;
  dialog.style.top = `${Math.max(8, Math.min(at.y, innerHeight - dialog.offsetHeight - 8))}px`;
  return dialog;
}

function moveFocus(event, within) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [...within.querySelectorAll("button")];
  items.at((items.indexOf(document.activeElement) + step) % items.length)?.focus();
}

const TOAST = 3000; // milliseconds

/** A short notice over the messages of a phone. */
export function toast(phone, text) {
  const over = phone.querySelector(".message-area");
  over.querySelector(".toast")?.remove();
  const shown = el("div", { class: "toast", role: "status" }, text);
  over.append(shown);
  setTimeout(() => shown.remove(), Math.max(TOAST, text.length * 60));
}
