// Building what is on the page; texts are always text, never markup.

/** An element with properties, `class`, `data`, `aria-…` and listeners (`onclick`), and children. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") element.className = value;
    else if (name === "data") Object.assign(element.dataset, value);
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && !name.startsWith("aria-")) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(
    ...children.flat().filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

/** A button that shows an icon only; its label is what it is called. */
export function iconButton(name, label, onclick, className = "") {
  return el(
    "button",
    {
      type: "button",
      class: `icon-button ${className}`,
      title: label,
      "aria-label": label,
      onclick,
    },
    icon(name),
  );
}

const PATHS = {
  send: "M3 20.5 21.5 12 3 3.5v6.7l12 1.8-12 1.8z",
  attach: "M16.5 6.5v9.8a4.5 4.5 0 0 1-9 0V5.8a3 3 0 0 1 6 0v9.7a1.5 1.5 0 0 1-3 0V6.5",
  menu: "M4 7h16M4 12h16M4 17h16",
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  down: "M6 9.5l6 6 6-6",
  close: "M6 6l12 12M18 6L6 18",
  reply: "M10 6 4 12l6 6v-4c5 0 8 1.5 10 4.5-.5-5.5-3.5-9-10-9.5z",
  edit: "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
  copy: "M9 9h10v11H9zM15 9V4H5v11h4",
  trash: "M5 7h14M10 7V4.5h4V7M7 7l1 13h8l1-13",
  forward: "M14 6l6 6-6 6v-4c-5 0-8 1.5-10 4.5.5-5.5 3.5-9 10-9.5z",
  open: "M9 6h9v9M18 6 7 17",
  keyboard: "M3.5 6.5h17v11h-17zM7 10v.01M10.3 10v.01M13.7 10v.01M17 10v.01M8 14h8",
  bell: "M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15zM10 20.5a2 2 0 0 0 4 0",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2",
  file: "M7 3.5h7l4 4v13H7zM14 3.5v4h4",
  pin: "M12 21c4-5 6-8 6-11a6 6 0 0 0-12 0c0 3 2 6 6 11zM12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  voice: "M8 5l11 7-11 7z",
  block: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM6.2 6.2l11.6 11.6",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c1-4 4-6 7.5-6s6.5 2 7.5 6",
  calendar: "M4.5 6h15v14h-15zM4.5 10h15M8.5 3.5V7M15.5 3.5V7",
  sticker:
    "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM8.5 10v.5M15.5 10v.5M8 14.5c1 1.5 2.5 2 4 2s3-.5 4-2",
  tick: "M4 12.5l5 5L20 6.5",
  ticks: "M1.5 12.5l5 5L17.5 6.5M11.5 16l1.5 1.5 9.5-11",
};

const FILLED = new Set(["send", "reply", "forward", "voice"]);

/** One of the icons above, in the colour of the text around it. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon", `icon-${name}`);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  if (FILLED.has(name)) path.classList.add("filled");
  svg.append(path);
  return svg;
}

const AVATARS = 7;

/** A round picture with somebody's initials; the same person always has the same colour. */
export function avatar(name, id) {
  const initials = name
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => [...word][0])
    .slice(0, 2)
    .join("");
  return el(
    "span",
    { class: `avatar avatar-${Math.abs(id) % AVATARS}`, "aria-hidden": "true" },
    initials.toUpperCase(),
  );
}

export const fullName = (person) => [person.first_name, person.last_name].filter(Boolean).join(" ");

/** Whether the screen is worked by a finger. */
export const byFinger = () => window.matchMedia("(pointer: coarse)").matches;
