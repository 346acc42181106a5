// Sticky notes: written on the picture, kept as text, cut on the picture and whole in the panel.

const KITH_LONGEST_NOTE = 20000;

function kithNoteSaid(note) {
  return note ? `Note${note.by ? ` by ${note.by}` : ""}: ${note.text}${note.asks ? " Two texts stand: which holds?" : ""}` : "";
}

// A new note, here on the board, perhaps stuck to somebody.
function kithWrite(live, { on = "", at }) {
  kithNoteForm(live, { id: kithId("N-"), on, at, instead: [], text: "" });
}

function kithRewrite(live, id) {
  const note = live.scene.notes.get(id);
  if (!note) return;
  if (note.asks && kithTexts(note).length > 1) { kithWhich(live, note); return; }
  kithNoteForm(live, { id, on: note.on, at: null, over: kithSpot(live.scene, note),
    instead: kithTexts(note).map((one) => one.operation).filter(Boolean), text: note.text });
}

KITH_FORMS.note = kithNoteForm;
function kithNoteForm(live, args) {
  const area = kithElement("textarea", { name: "text", rows: 6, maxLength: KITH_LONGEST_NOTE, value: args.text, "aria-label": "Text of the note" });
  const left = kithElement("small", { className: "left" });
  area.addEventListener("input", () => {
    const rest = KITH_LONGEST_NOTE - area.value.length;
    left.textContent = rest < 1000 ? `${rest} characters left` : "";
  });
  const shown = live.data.naming !== "full" && args.instead.length ? "Names stand here as this board shows them. What you keep takes the place of the text." : "";
  const who = args.on && live.scene.nodes.get(args.on)?.name;
  const at = args.at || args.over || live.network.getViewPosition();
  kithForm(live, { what: "note", args, label: who ? `Note at ${who}` : "Note", at, inside: [area, left, kithElement("small", { textContent: `Ctrl and Enter keeps, Escape leaves. ${shown}` })],
    keep: (values) => {
      const text = values.text.trim();
      if (!text) return "There is nothing written yet.";
      const body = { id: args.id, text, instead_of: args.instead, on: args.on };
      if (args.at) body.at = [kithRound1(args.at.x), kithRound1(args.at.y)];
      kithDo(live, ["note", body]);
      live.choose({ kind: "note", id: args.id });
      live.tell("Note written.");
      return "";
    } });
}

// Two people wrote at once: both texts, and the question which holds. One is chosen by taking the others away: what it
// says in full stays, also where this board shows names shortened. Both together are offered where names stand in full.
KITH_FORMS.which = (live, { id }) => { const note = live.scene.notes.get(id); if (note) kithWhich(live, note); };
function kithWhich(live, note) {
  const texts = kithTexts(note), full = live.data.naming === "full";
  const pick = (value, words, checked) => kithElement("label", { className: "pick" },
    kithElement("input", { type: "radio", name: "which", value, checked }), kithElement("span", { textContent: words }));
  const choices = texts.map((one, place) => pick(String(place), `${one.by}: ${one.text}`, place === texts.length - 1));
  if (full) choices.push(pick("both", "Both, one below the other", false));
  kithForm(live, { what: "which", args: { id: note.id }, label: "Two texts: which holds?", at: kithSpot(live.scene, note), inside: choices, keep: (values) => {
    const operations = (some) => some.map((one) => one.operation).filter(Boolean), chosen = texts[Number(values.which)];
    if (values.which === "both") {
      const both = texts.map((one) => one.text).join("\n\n").slice(0, KITH_LONGEST_NOTE);
      kithDo(live, ["note", { id: note.id, text: both, instead_of: operations(texts), on: note.on }]);
    } else if (chosen) kithDo(live, ["unnote", { id: note.id, instead_of: operations(texts.filter((one) => one !== chosen)) }]);
    else return "Choose one.";
    live.tell("One text holds now.");
    return "";
  } });
}
