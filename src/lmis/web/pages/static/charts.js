// Charts with a script: what a mark says, one series among several, filters without a new page.
// Everything works without it; every text comes from the page.
"use strict";

const KEYS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function readable(svg) {
  const marks = [...svg.querySelectorAll(".m")];
  const place = svg.parentElement.querySelector(".readout");
  if (!marks.length || !place) return;
  let at = -1;
  const show = (next) => {
    marks[at]?.classList.remove("on");
    at = next;
    marks[at]?.classList.add("on");
    place.textContent = marks[at]?.querySelector("title").textContent ?? "";
  };
  const pointed = (event) => {
    const mark = event.target.closest(".m");
    if (mark && marks[at] !== mark) show(marks.indexOf(mark));
  };
  svg.setAttribute("role", "group"); // no longer one picture: there is something in it to be reached
  svg.setAttribute("tabindex", "0");
  svg.addEventListener("pointerover", pointed);
  svg.addEventListener("pointerdown", pointed);
  svg.addEventListener("keydown", (event) => {
    const key = event.key;
    if (event.target !== svg || event.altKey || event.ctrlKey || event.metaKey) return;
    if (key in KEYS) show(at < 0 ? 0 : (at + KEYS[key] + marks.length) % marks.length);
    else if (key === "Home") show(0);
    else if (key === "End") show(marks.length - 1);
    else if (key === "Escape") show(-1);
    else return;
    event.preventDefault();
  });
}

function selectable(svg) {
  const entries = [...svg.querySelectorAll(".k")];
  const parts = [...svg.querySelectorAll("[data-s]:not(.k)")];
  if (entries.length < 2 || !parts.length) return;
  const choose = (entry) => {
    const only = entry.getAttribute("aria-pressed") === "true" ? null : entry.dataset.s;
    for (const one of entries) one.setAttribute("aria-pressed", String(one.dataset.s === only));
    for (const one of [...entries, ...parts]) one.classList.toggle("dim", only !== null && one.dataset.s !== only);
  };
  for (const entry of entries) {
    entry.setAttribute("role", "button");
    entry.setAttribute("tabindex", "0");
    entry.setAttribute("aria-pressed", "false");
    entry.addEventListener("click", () => choose(entry));
    entry.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose(entry);
    });
  }
}

function addressOf(form) {
  const told = [...new FormData(form)].filter(([, value]) => value !== "");
  return `${form.getAttribute("action")}?${new URLSearchParams(told)}`;
}

const said = document.createElement("p"); // stays while the parts of the page change, so that it is read out
said.className = "unseen";
said.setAttribute("role", "status");
let asked = null;
let shown = location.pathname + location.search;

async function change(address, push) {
  asked?.abort();
  const mine = asked = new AbortController();
  try {
    const answer = await fetch(address, { credentials: "same-origin", signal: mine.signal });
    const text = await answer.text();
    if (!answer.ok || mine.signal.aborted) throw new Error(String(answer.status));
    swap(new DOMParser().parseFromString(text, "text/html"));
    if (push) history.pushState(null, "", address);
    shown = location.pathname + location.search;
  } catch {
    if (!mine.signal.aborted) location.assign(address);
  }
}

function swap(fresh) {
  const focused = document.activeElement?.id;
  const open = new Set([...document.querySelectorAll("details[open] > summary")].map((one) => one.textContent));
  for (const part of ["header", "main", "footer"]) {
    const [old, next] = [document, fresh].map((one) => one.querySelector(`body > ${part}`));
    if (old && next) old.replaceChildren(...next.childNodes);
  }
  document.title = fresh.title;
  for (const one of document.querySelectorAll("details > summary")) {
    if (open.has(one.textContent)) one.parentElement.open = true;
  }
  if (focused && focused !== "figures") document.getElementById(focused)?.focus({ preventScroll: true });
  enhance();
  said.textContent = document.querySelector("[data-said]")?.dataset.said ?? "";
}

function enhance() {
  for (const svg of document.querySelectorAll("svg.chart")) {
    readable(svg);
    selectable(svg);
  }
  for (const form of document.querySelectorAll("form.filters")) {
    form.addEventListener("change", () => change(addressOf(form), true));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      change(addressOf(form), true);
    });
  }
}

document.body.append(said);
addEventListener("popstate", () => {
  if (location.pathname + location.search !== shown) change(location.href, false); // else a place within the page
});
enhance();
