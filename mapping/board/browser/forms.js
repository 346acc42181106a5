// Small forms over the picture: one at a time, by keyboard and mouse. What is half written outlives whatever arrives.

const KITH_FORMS = {};  // what a draft is -> how its form is opened again

// An element with properties; text only ever as text.
function kithElement(tag, properties = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties))
    if (name.includes("-") || name === "role") element.setAttribute(name, value); else element[name] = value;
  element.append(...inside);
  return element;
}

function kithField(label, input, help = "") {
  return kithElement("label", {}, kithElement("span", { textContent: label }), input, ...(help ? [kithElement("small", { textContent: help })] : []));
}

function kithValues(form) {
  const values = {};
  for (const field of form.querySelectorAll("[name]"))
    if (field.type === "radio") { if (field.checked) values[field.name] = field.value; }
    else values[field.name] = field.type === "checkbox" ? field.checked : field.value;
  return values;
}

// What somebody wrote into it, without what is only ticked or chosen.
function kithHalfSaid(form) {
  return [...form.querySelectorAll("textarea[name], input[name]")].filter((one) => !["radio", "checkbox"].includes(one.type)).map((one) => one.value).join("\n");
}

// Opens a form. `keep(values)` returns what is missing, in words, or "" when done. `at` is a point of the board.
function kithForm(live, { what, args = {}, label, at, wide, inside, keep, leave, only = "", more = [] }) {
  if (live.form) {
    live.form.querySelector("input, textarea, button")?.focus();
    live.tell("Keep or leave what is open first.");
    return null;
  }
  const missing = kithElement("p", { className: "missing", role: "alert" });
  const done = kithElement("button", { type: "submit", className: "keep", textContent: only || "Keep" });
  const off = kithElement("button", { type: "button", className: "leave", textContent: "Leave" });
  const form = kithElement("form", { className: `form ${what}${wide ? " wide" : ""}`, role: "dialog", "aria-label": label, noValidate: true },
    kithElement("p", { className: "head", textContent: label }), ...inside, missing, kithElement("div", { className: "ends" }, done, ...(only ? [] : [off]), ...more));
  const close = () => {
    live.form = null;
    live.kept.draft = null;
    form.remove();
    live.place.focus({ preventScroll: true });
    live.network.refresh();
  };
  const go = () => {
    const lacks = keep(kithValues(form), form);
    missing.textContent = lacks;
    if (!lacks) close();
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); go(); });
  off.addEventListener("click", () => { close(); leave?.(); });
  let before = "", asked = false;
  const escape = () => {  // words half written are not lost by one key
    if (KITH_FORMS[what] && !asked && kithHalfSaid(form) !== before) {
      asked = true;
      missing.textContent = "Not kept yet. Ctrl and Enter keeps it; Escape again loses what is written.";
      return;
    }
    close();
    leave?.();
    live.tell("Left.");
  };
  form.addEventListener("keydown", (event) => {
    event.stopPropagation();  // no key of a form is a key of the board, nor of the page around it
    if (event.key === "Escape") { event.preventDefault(); escape(); }
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); go(); }
    else if (event.key === "Tab") kithTrap(event, form);
  });
  const note = () => { if (KITH_FORMS[what]) live.kept.draft = { what, args, values: kithValues(form) }; };
  form.addEventListener("input", () => { asked = false; note(); });
  live.form = form;
  form.at = at;
  form.closeForm = close;
  live.root.querySelector(".picture").append(form);
  kithPlaceForm(live);
  note();
  before = kithHalfSaid(form);
  (form.querySelector("textarea, input, [role=listbox]") || done).focus({ preventScroll: true });
  return form;
}

// Tab goes round within the form.
function kithTrap(event, form) {
  const stops = [...form.querySelectorAll("button, input, textarea, select, [tabindex='0']")].filter((one) => !one.hidden && !one.disabled);
  const active = form.getRootNode().activeElement, edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
  if (active !== edge) return;
  event.preventDefault();
  (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
}

function kithPlaceForm(live) {
  const form = live.form, room = live.root.querySelector(".picture");
  if (!form) return;
  const spot = form.at ? live.network.canvasToDOM(form.at) : { x: (room.clientWidth - form.offsetWidth) / 2, y: 40 };
  const ends = (form.beside || []).map((id) => live.scene.places(id)).filter(Boolean).map((at) => live.network.canvasToDOM(at).x);
  if (ends.length) {  // beside those it speaks of, where there is room: on their right, else on their left
    const right = Math.max(...ends) + 44, left = Math.min(...ends) - 44 - form.offsetWidth;
    spot.x = right + form.offsetWidth < room.clientWidth - 52 ? right : left > 8 ? left : spot.x;
    spot.y -= form.offsetHeight / 2;
  }
  form.style.left = `${Math.max(8, Math.min(spot.x, room.clientWidth - form.offsetWidth - 52))}px`;
  form.style.top = `${Math.max(8, Math.min(spot.y, room.clientHeight - form.offsetHeight - 8))}px`;
  form.style.maxHeight = `${room.clientHeight - 16}px`;
}

// After a part of the page was put away and drawn anew: what was half written is open again, as it was.
function kithReopen(live) {
  const draft = live.kept.draft;
  if (!draft || live.form || !KITH_FORMS[draft.what] || !live.edits) return;
  KITH_FORMS[draft.what](live, draft.args);
  for (const field of live.form?.querySelectorAll("[name]") || [])
    if (field.type === "checkbox") field.checked = draft.values[field.name];
    else if (field.type === "radio") field.checked = draft.values[field.name] === field.value;
    else if (draft.values[field.name] !== undefined) field.value = draft.values[field.name];
  live.kept.draft = draft;
}

// What Python refused: its words, and what was written, to be copied or sent again. Nothing is thrown away unasked.
function kithRefusals(live) {
  const place = live.root.querySelector(".refused"), told = live.kept.refused;
  if (place.dataset.shown === told.map((one) => one.id).join()) return;
  place.dataset.shown = told.map((one) => one.id).join();
  place.replaceChildren(...told.map((one) => {
    const text = kithWritten(one), gone = () => {
      live.kept.refused = live.kept.refused.filter((other) => other !== one);
      kithRefusals(live);
    };
    const button = (words, does) => {
      const made = kithElement("button", { type: "button", textContent: words });
      made.addEventListener("click", does);
      return made;
    };
    const copy = button("Copy the text", () => navigator.clipboard ? navigator.clipboard.writeText(text).then(() => live.tell("Copied."), () => live.tell("Not copied: mark the text and copy it.")) : live.tell("Mark the text and copy it."));
    const again = button("Send again", () => {
      if (!live.edits) { live.tell("Nothing can be changed here now. Copy the text."); return; }
      gone();
      kithDo(live, [one.kind, one.body]);
    });
    return kithElement("div", {}, kithElement("p", {}, kithElement("b", { textContent: "Not kept: " }), one.words),
      ...(text ? [kithElement("textarea", { readOnly: true, rows: 2, value: text, "aria-label": "What was written" })] : []),
      kithElement("div", { className: "ends" }, ...(text ? [copy] : []), again, button("Let it go", gone)));
  }));
  if (told.length) live.tell(`Not kept: ${told[told.length - 1].words}`);
}

function kithWritten({ kind, body }) {
  return { note: body.text, person: body.name, frame: body.label, tie: body.words, discard: body.why }[kind] || "";
}
