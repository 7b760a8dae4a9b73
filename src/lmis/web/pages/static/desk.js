// The desk with a script: nearest occupations while a title is typed, districts of the chosen province, ticks for all.
// Everything works without it.
"use strict";

const PAUSE = 350; // milliseconds without a key

function offerOccupations(field, place) {
  let waiting = 0;
  let asked = field.value.trim();
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const title = field.value.trim();
      if (title === asked) return;
      asked = title;
      const address = `${place.dataset.from}?title=${encodeURIComponent(title)}`;
      const answer = title ? await fetch(address, { credentials: "same-origin" }) : null;
      if (title !== field.value.trim()) return; // typed on meanwhile
      const offered = answer?.ok ? await answer.text() : "";
      place.replaceChildren(...new DOMParser().parseFromString(offered, "text/html").body.childNodes);
    }, PAUSE);
  });
}

function narrowDistricts(province, district) {
  const groups = [...district.querySelectorAll("optgroup")];
  const narrow = () => {
    const name = province.selectedOptions[0]?.label;
    for (const group of groups) {
      const inside = !name || group.label === name;
      group.hidden = group.disabled = !inside;
    }
    if (district.selectedOptions[0]?.closest("optgroup")?.disabled) district.value = "";
  };
  province.addEventListener("change", narrow);
  narrow();
}

function tickAll(table) {
  const head = table.querySelector("thead th");
  const ticks = [...table.querySelectorAll('input[name="ticked"]')];
  if (!head || ticks.length < 2) return;
  const all = document.createElement("input");
  all.type = "checkbox";
  all.setAttribute("aria-label", head.textContent.trim());
  all.addEventListener("change", () => ticks.forEach((tick) => { tick.checked = all.checked; }));
  head.replaceChildren(all);
}

function walkTicks(table) {
  const ticks = [...table.querySelectorAll('input[name="ticked"]')];
  table.addEventListener("keydown", (pressed) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[pressed.key];
    const next = ticks[ticks.indexOf(pressed.target) + step];
    if (!step || !ticks.includes(pressed.target) || !next) return;
    pressed.preventDefault();
    next.focus();
  });
}

function comeInByLink(field, button) {
  const secret = /[#?&]key=([\w-]+)/.exec(location.hash || location.search)?.[1];
  if (!secret) return;
  field.value = secret;
  history.replaceState(null, "", location.pathname); // neither the history nor a bookmark keeps it
  for (const other of document.querySelectorAll("a[hreflang]")) other.hash = `key=${secret}`;
  button.focus();
}

function tellOutcome(said) {
  if (document.querySelector("[autofocus]") || /^#p-/.test(location.hash)) return; // the place to go on was chosen
  said.tabIndex = -1;
  said.focus();
}

function nameFaults(links) {
  for (const link of links) {
    const id = link.hash.slice(1);
    const words = document.querySelector(`label[for="${CSS.escape(id)}"], fieldset[id="${CSS.escape(id)}"] > legend`);
    if (words) link.prepend(`${words.firstChild.textContent.trim()}: `);
  }
}

function narrowReasons(state, reason) {
  const groups = [...reason.querySelectorAll("optgroup[data-for]")];
  const narrow = () => {
    for (const group of groups) group.hidden = group.disabled = !group.dataset.for.split(" ").includes(state.value);
    if (reason.selectedOptions[0]?.closest("optgroup")?.disabled) reason.value = "";
  };
  state.addEventListener("change", narrow);
  narrow();
}

function openKeys(keys) {
  document.addEventListener("keydown", (pressed) => {
    if (pressed.key !== "?" || pressed.target.closest("input, select, textarea")) return;
    keys.open = !keys.open;
    if (keys.open) keys.querySelector("summary").focus();
  });
}

const title = document.getElementById("title");
const candidates = document.getElementById("candidates");
if (title && candidates) offerOccupations(title, candidates);
const province = document.getElementById("province");
const district = document.getElementById("district");
if (province && district) narrowDistricts(province, district);
const comeIn = document.getElementById("come-in");
if (comeIn) comeInByLink(document.getElementById("key"), comeIn);
const outcome = document.querySelector("main .notice:is([role=status], [role=alert])");
if (outcome) tellOutcome(outcome);
nameFaults(document.querySelectorAll('main .notice.wrong li > a[href^="#"]'));
const state = document.querySelector("select#state");
const reason = document.querySelector("select#reason");
if (state && reason) narrowReasons(state, reason);
const keys = document.getElementById("key-list");
if (keys) openKeys(keys);
for (const table of document.querySelectorAll("table:has(input[name=ticked])")) {
  tickAll(table);
  walkTicks(table);
}
