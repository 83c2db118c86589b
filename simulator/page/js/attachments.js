// Files: chosen, dropped or pasted, looked at once more, and sent.

import { openDialog, toast } from "./dialogs.js";
import { el, icon } from "./dom.js";
import { words } from "./words.js";

const MOST = 10;
const isPicture = (file) => ["image/jpeg", "image/png", "image/gif"].includes(file.type);

export function chooseFiles(onchosen) {
  const input = el("input", { type: "file", multiple: true });
  input.addEventListener("change", () => input.files.length && onchosen([...input.files]));
  input.click();
}

/** Show what is about to be sent; `onsend` gets { files, caption, asPhoto }. */
export function previewFiles(phone, files, onsend) {
  if (files.length > MOST) return toast(phone.element, words().tooMany);
  const text = words();
  const pictures = files.every(isPicture);
  const caption = el("input", {
    class: "field-line",
    placeholder: text.caption,
    "aria-label": text.caption,
    maxLength: 1024,
    autocomplete: "off",
  });
  const asPhoto = el("input", { type: "checkbox", checked: pictures });
  const addresses = files.filter(isPicture).map((file) => URL.createObjectURL(file));
  const dialog = openDialog({
    title: text.sendFiles(files.length),
    content: [
      pictures &&
        el(
          "div",
          { class: "previews" },
          addresses.map((address) => el("img", { src: address, alt: "" })),
        ),
      !pictures &&
        el(
          "ul",
          { class: "file-list" },
          files.map((file) => el("li", {}, icon("file"), file.name)),
        ),
      pictures && el("label", { class: "choice" }, asPhoto, text.asPhoto),
      caption,
    ].filter(Boolean),
    action: text.send,
    onaction: () => onsend({ files, caption: caption.value, asPhoto: pictures && asPhoto.checked }),
    over: phone.element,
  });
  caption.focus();
  dialog.addEventListener("close", () =>
    addresses.forEach((address) => URL.revokeObjectURL(address)),
  );
}

/** Let files be dropped on a phone. */
export function acceptDrops(element, ondrop) {
  element.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    element.classList.add("dropping");
  });
  element.addEventListener("dragleave", () => element.classList.remove("dropping"));
  element.addEventListener("drop", (event) => {
    event.preventDefault();
    element.classList.remove("dropping");
    ondrop([...event.dataTransfer.files]);
  });
}
