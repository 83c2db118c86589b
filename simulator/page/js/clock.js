// The simulator's clock: shown in the bar, moved from there, and what every time is formatted by.

import { el, icon, iconButton } from "./dom.js";
import { openDialog } from "./dialogs.js";
import { moveClock } from "./server.js";
import { locale, words } from "./words.js";

const SPEEDS = [1, 60];
const state = { now: Date.now(), since: performance.now(), speed: 1, zone: "Asia/Jakarta" };

export function takeClock({ now, speed, zone }) {
  Object.assign(state, { now, speed, zone, since: performance.now() });
}

export const now = () => state.now + (performance.now() - state.since) * state.speed;

const format = (moment, options) =>
  new Intl.DateTimeFormat(locale(), { timeZone: state.zone, ...options }).formatToParts(moment);

const part = (parts, type) => parts.find((each) => each.type === type)?.value ?? "";

/** The time as the office writes it: 16.05. */
export function timeOf(moment) {
  const parts = format(moment, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return `${part(parts, "hour")}.${part(parts, "minute")}`;
}

/** Sel 24 Nov */
export function shortDayOf(moment) {
  const parts = format(moment, { weekday: "short", day: "numeric", month: "short" });
  return `${part(parts, "weekday")} ${part(parts, "day")} ${part(parts, "month")}`;
}

/** The day as a heading between messages. */
export function dayOf(moment) {
  const year = (at) => part(format(at, { year: "numeric" }), "year");
  const long = { weekday: "long", day: "numeric", month: "long" };
  if (year(moment) !== year(now())) long.year = "numeric";
  return format(moment, long)
    .map((each) => each.value)
    .join("");
}

/** Something that is the same for all moments of one day. */
export const dayKey = (moment) =>
  format(moment, { year: "numeric", month: "numeric", day: "numeric" })
    .map((each) => each.value)
    .join("");

const zoneName = () => part(format(now(), { timeZoneName: "short" }), "timeZoneName");

/** For <input type="datetime-local">: the wall clock of the office. */
function inputValue(moment) {
  const parts = new Intl.DateTimeFormat("sv-SE", {
    timeZone: state.zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  }).format(moment);
  return parts.replace(" ", "T");
}

/** The clock in the bar. */
export class ClockBar {
  constructor(root) {
    this.root = root;
    setInterval(() => this.tick(), 250);
  }

  render() {
    const text = words();
    this.face = el("span", { class: "clock-face" });
    this.root.setAttribute("role", "group");
    this.root.setAttribute("aria-label", text.clock);
    this.root.replaceChildren(
      el("span", { class: "clock-shown" }, icon("clock"), this.face),
      el(
        "button",
        { type: "button", class: "chip", onclick: () => moveClock({ advance: 30 * 60 }) },
        text.half,
      ),
      el(
        "button",
        { type: "button", class: "chip", onclick: () => moveClock({ tomorrow: "07:30" }) },
        text.tomorrow,
      ),
      iconButton("calendar", text.choose, () => this.choose(), "clock-choose"),
      this.speeds(),
    );
    this.tick();
  }

  speeds() {
    const button = (speed) =>
      el(
        "button",
        { type: "button", class: "speed", data: { speed }, onclick: () => moveClock({ speed }) },
        `×${speed}`,
      );
    return el(
      "span",
      { class: "speeds", role: "group", "aria-label": words().speed },
      SPEEDS.map(button),
    );
  }

  tick() {
    if (!this.face) return;
    const [day, time] = [shortDayOf(now()), timeOf(now())];
    if (this.face.dataset.shown !== day + time) {
      this.face.dataset.shown = day + time;
      this.face.replaceChildren(
        el("span", {}, day),
        " ",
        el("time", {}, time),
        " ",
        el("small", {}, zoneName()),
      );
    }
    for (const button of document.querySelectorAll(".speed")) {
      button.setAttribute("aria-pressed", String(Number(button.dataset.speed) === state.speed));
    }
  }

  choose() {
    const text = words();
    const input = el("input", {
      type: "datetime-local",
      value: inputValue(now()),
      required: true,
      "aria-label": text.chooseTitle,
    });
    openDialog({
      title: text.chooseTitle,
      content: [input, el("label", { class: "choice" }, text.speed, this.speeds())],
      action: text.move,
      onaction: () => moveClock({ move_to: `${input.value}:00` }),
    });
  }
}
