// The page: two phones, the clock above them, and who is shown, which the address remembers.

import { ClockBar, takeClock } from "./clock.js";
import { el, fullName, icon } from "./dom.js";
import { People } from "./people.js";
import { Phone } from "./phone.js";
import * as server from "./server.js";
import { otherLanguage, words } from "./words.js";

const SIDES = ["left", "right"];
const people = new People();
const clock = new ClockBar(document.querySelector(".clock"));
const phones = SIDES.map((side) => new Phone(side, people, choose));
const connection = document.querySelector(".connection");
const tabs = document.querySelector(".switch");
let active = "left"; // the phone that a narrow screen shows

document.querySelector(".desk").append(...phones.map((phone) => phone.element));

const address = () => new URLSearchParams(location.hash.slice(1));

function remember(changes) {
  const all = address();
  for (const [name, value] of Object.entries(changes)) all.set(name, value);
  history.replaceState(null, "", `#${all}`);
}

/** Who is on which phone: as the address says, or else the first two people. */
function wanted(at) {
  const asked = Number(address().get(SIDES[at]));
  return people.find(asked)?.id ?? people.all[at]?.id ?? people.all[0]?.id;
}

async function choose(phone, personId) {
  remember({ [phone.side]: personId });
  await phone.show(personId);
  renderTabs();
}

async function load() {
  people.take(await server.people());
  active = address().get("on") === "right" ? "right" : "left";
  await Promise.all(
    phones.map((phone, at) => (wanted(at) ? phone.show(wanted(at)) : phone.renderOwner())),
  );
  document.querySelector(".brand-name").textContent = phones[0].bot
    ? words().of(phones[0].bot.name)
    : words().page;
  document.title = document.querySelector(".brand-name").textContent;
  activate(active);
}

function activate(side) {
  active = side;
  for (const phone of phones) phone.element.classList.toggle("active", phone.side === side);
  if (address().get("on") !== side && side !== "left") remember({ on: side });
  else if (address().has("on")) remember({ on: side });
  const shown = phones.find((phone) => phone.side === side);
  if (shown.person) people.read(shown.person.id);
  shown.list.render({ jump: true });
  renderTabs();
}

/** For a narrow screen: the other phone, or for the one that is shown, who has it. */
function renderTabs() {
  tabs.setAttribute("aria-label", words().choosePerson);
  tabs.replaceChildren(
    ...phones.map((phone) =>
      el(
        "button",
        {
          type: "button",
          class: "tab",
          "aria-pressed": String(phone.side === active),
          onclick: () => (phone.side === active ? phone.choosePerson() : activate(phone.side)),
        },
        el(
          "span",
          { class: "person-text" },
          el("strong", {}, phone.person ? fullName(phone.person) : words()[phone.side]),
          el("small", {}, phone.person?.about ?? ""),
        ),
        phone.person && people.badge(phone.person.id),
        phone.side === active && icon("down"),
      ),
    ),
  );
}

const narrow = window.matchMedia("(max-width: 820px)");
const isSeen = (personId) =>
  phones.some(
    (phone) => phone.person?.id === personId && (!narrow.matches || phone.side === active),
  );

const SETTLED = 300; // milliseconds: an office of thousands arrives one by one
let arriving;

function happened(kind, what) {
  if (kind === "clock") return takeClock(what);
  if (kind === "people") {
    clearTimeout(arriving);
    arriving = setTimeout(() => load().catch(unlessLost), SETTLED);
    return;
  }
  if (kind === "commands")
    return Promise.all(phones.map((phone) => phone.person && phone.show(phone.person.id)));
  for (const phone of phones)
    if ((phone.wanted ?? phone.person?.id) === what.chat_id) phone.take(kind, what);
  if (kind === "message" && what.message.from?.is_bot && !isSeen(what.chat_id)) {
    people.missed(what.chat_id);
    renderTabs();
  }
}

/** A line that is lost again comes back by itself; anything else is a mistake of the page. */
function unlessLost(error) {
  if (!(error instanceof server.Refused)) throw error;
}

function renderWords() {
  const button = document.querySelector(".language");
  button.textContent = words().language;
  button.title = words().languageLabel;
  button.setAttribute("aria-label", words().languageLabel);
  connection.textContent = words().offline;
  clock.render();
  for (const phone of phones) {
    phone.list.reset();
    phone.render();
  }
  renderTabs();
}

document
  .querySelector(".language")
  .addEventListener("click", () => (otherLanguage(), renderWords()));
window.addEventListener("hashchange", load);
renderWords();
server.follow({
  connected: async () => {
    connection.hidden = true;
    await load().catch(unlessLost);
  },
  lost: () => (connection.hidden = false),
  happened,
});
