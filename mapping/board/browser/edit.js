// What people do on a board, whatever started it: a key, a button, a drag. Each ends in operations in the outbox.

const KITH_DO = {
  tie: (live) => {
    live.tying = live.tying ? null : { from: "" };
    const chosen = live.scene.selected;
    if (live.tying && chosen?.kind === "node" && live.scene.nodes.has(chosen.id)) live.tying.from = chosen.id;
    kithStrip(live);
    live.tell(!live.tying ? "Left drawing ties." : live.tying.from
      ? `Tie from ${live.scene.nodes.get(live.tying.from).name}: click the other, or go there with the arrow keys and press Enter.`
      : "Click one, then the other; or drag from one to the other. Escape leaves.");
    live.network.refresh();
  },
  note: (live) => {
    const chosen = kithSubject(live), on = chosen?.kind === "node" && live.scene.nodes.has(chosen.id) ? chosen.id : "";
    const beside = on ? live.scene.places(on) : live.network.getViewPosition();
    kithWrite(live, { on, at: kithFree(live, on ? { x: beside.x + 130, y: beside.y } : beside) });
  },
  person: (live) => kithSay(live),
  group: (live) => kithGroup(live),
  ungroup: (live) => {
    const { scene } = live, ids = new Set(kithMovable(live)), chosen = scene.selected;
    const frames = scene.board.hulls.filter((hull) => hull.framed && (chosen?.kind === "frame" ? hull.id === chosen.id
      : hull.members.length && hull.members.every((id) => ids.has(id))));
    if (!frames.length) { live.tell("No frame chosen."); return; }
    kithDo(live, ...frames.map((hull) => ["unframe", { id: hull.id }]));
    live.choose(null);
    live.tell(`Frame ${frames.map((hull) => hull.label).join(", ")} taken away. Whoever was in it stays.`);
  },
  hide: (live) => {
    const chosen = kithSubject(live);
    if (!chosen) { live.tell("Nothing chosen to hide."); return; }
    if (chosen.kind === "line") { kithUntie(live, chosen.id); return; }
    if (chosen.kind === "frame") { live.scene.selected = chosen; KITH_DO.ungroup(live); return; }
    kithHide(live, chosen.kind === "many" ? kithMovable(live) : [chosen.id]);
  },
  pin: (live) => {
    const chosen = kithSubject(live), nodes = live.scene.nodes;
    const ids = (chosen?.kind === "node" ? [chosen.id] : kithMovable(live)).filter((id) => nodes.has(id));
    if (!ids.length) { live.tell("Nobody chosen to pin."); return; }
    const pin = !ids.every((id) => nodes.get(id).pinned);
    kithDo(live, [pin ? "pin" : "unpin", { entities: ids }]);
    live.tell(pin ? "Pinned: stays whatever the filters hide, and where it stands." : "No longer pinned.");
  },
  all: (live) => {
    const ids = [...live.scene.nodes.keys(), ...live.scene.notes.keys()];
    live.choose(ids.length ? { kind: "many", ids } : null);
    live.tell(`${ids.length} chosen.`);
  },
  undo: (live) => { kithRest(live); live.wish("undo"); live.tell("Undo."); },
  redo: (live) => { kithRest(live); live.wish("redo"); live.tell("Redo."); },
  find: (live) => kithFind(live),
  act: (live) => live.wish("act", { about: kithMovable(live) }),
  present: (live) => live.wish("present"),
  help: (live) => kithHelp(live),
};

// What a key speaks of: several when several are chosen, else what the keyboard is on, else what is chosen.
function kithSubject(live) {
  const { selected, cursor } = live.scene;
  return selected?.kind === "many" ? selected : cursor || selected;
}

// The ids of nodes and notes that are chosen, whichever way.
function kithMovable(live) {
  const { scene } = live, chosen = scene.selected || (scene.cursor?.kind !== "line" ? scene.cursor : null);
  const ids = !chosen ? [] : chosen.kind === "many" ? chosen.ids : chosen.kind === "line" ? []
    : chosen.kind === "frame" ? scene.board.hulls.find((hull) => hull.id === chosen.id)?.members || [] : [chosen.id];
  return ids.filter((id) => scene.nodes.has(id) || scene.notes.has(id));
}

function kithSelect(live, ids) {
  const { scene } = live, kind = (id) => (scene.nodes.has(id) ? "node" : "note");
  live.choose(!ids.length ? null : ids.length === 1 ? { kind: kind(ids[0]), id: ids[0] } : { kind: "many", ids });
  live.tell(ids.length === 1 ? "1 chosen." : `${ids.length} chosen.`);
}

// Adds one thing to what is chosen, or takes it out; a frame stands for its members.
function kithToggle(live, target) {
  const before = live.scene.selected?.kind === "line" ? [] : kithMovable(live), set = new Set(live.scene.selected ? before : []);
  const hull = target.kind === "frame" && live.scene.board.hulls.find((one) => one.id === target.id);
  const ids = hull ? hull.members.filter((id) => live.scene.nodes.has(id) || live.scene.notes.has(id)) : [target.id];
  const all = ids.every((id) => set.has(id));
  for (const id of ids) if (all) set.delete(id); else set.add(id);
  kithSelect(live, [...set]);
}

function kithExtend(live, from, to) {  // shift and arrows
  const set = new Set(live.scene.selected ? kithMovable(live) : []);
  for (const one of [from, to]) if (one && one.kind !== "line" && one.kind !== "frame") set.add(one.id);
  kithSelect(live, [...set]);
}

function kithBoxed(live, { a, b }, add) {
  const { scene } = live, left = Math.min(a.x, b.x), right = Math.max(a.x, b.x), top = Math.min(a.y, b.y), bottom = Math.max(a.y, b.y);
  const within = (at) => at && at.x >= left && at.x <= right && at.y >= top && at.y <= bottom;
  const set = new Set(add && scene.selected ? kithMovable(live) : []);
  for (const id of [...scene.nodes.keys(), ...scene.notes.keys()]) if (within(scene.places(id))) set.add(id);
  kithSelect(live, [...set]);
}

function kithHide(live, ids) {
  const { nodes, notes } = live.scene, people = ids.filter((id) => nodes.has(id)), papers = ids.filter((id) => notes.has(id));
  if (!people.length && !papers.length) return;
  // A note that only moved along with somebody stays when they are hidden; a note chosen by itself is taken away.
  const gone = people.length ? [] : papers;
  const doing = [...(people.length ? [["hide", { entities: people }]] : []), ...gone.map((id) => ["unnote", { id, instead_of: kithTexts(notes.get(id)).map((one) => one.operation).filter(Boolean) }])];
  const name = people.length === 1 ? nodes.get(people[0]).name : people.length ? String(people.length) : "";
  live.scene.cursor = null;
  kithDo(live, ...doing);
  live.choose(null);
  live.tell(people.length ? `Hidden: ${name}. Still on the board; undo brings it back.${papers.length ? " Notes stay." : ""}` : "Note taken away. Undo brings it back.");
}

// A frame around what is chosen. When a whole frame is among it, that frame gets the rest as well.
function kithGroup(live) {
  const { scene } = live, ids = kithMovable(live), set = new Set(ids);
  if (scene.selected?.kind === "frame") { kithRename(live, scene.selected.id); return; }
  if (!ids.length) { live.tell("Choose who belongs into a frame: click one, then others with Shift held."); return; }
  const old = scene.board.hulls.filter((hull) => hull.framed && hull.members.some((id) => scene.places(id)) && hull.members.every((id) => set.has(id) || !scene.places(id)));
  if (old.length === 1 && old[0].members.filter((id) => scene.places(id)).length < ids.length) {
    kithDo(live, ["frame", { id: old[0].id, more: ids.filter((id) => !old[0].members.includes(id)) }]);
    live.tell(`Added to the frame ${old[0].label}.`);
    return;
  }
  kithFrameForm(live, { id: kithId("F-"), members: ids, label: "", fresh: true });
}

function kithRename(live, id) {
  const hull = live.scene.board.hulls.find((one) => one.id === id && one.framed);
  if (hull) kithFrameForm(live, { id, members: hull.members, label: hull.label });
}

KITH_FORMS.frame = kithFrameForm;
function kithFrameForm(live, args) {
  const box = kithFrameBox(live.scene, args), at = box ? { x: box.left, y: box.top } : live.network.getViewPosition();
  const name = kithField("Name of the frame", kithElement("input", { name: "label", maxLength: 200, value: args.label, autocomplete: "off" }));
  kithForm(live, { what: "frame", args, label: args.fresh ? "New frame" : "Rename the frame", at, inside: [name], keep: (values) => {
    const label = values.label.trim();
    if (!label) return "A frame needs a name.";
    // A new name says nothing of the members: there may be some that are not drawn.
    kithDo(live, ["frame", args.fresh ? { id: args.id, label, members: args.members } : { id: args.id, label }]);
    live.choose({ kind: "frame", id: args.id });
    live.tell(args.fresh ? `Frame ${label} around ${args.members.length}.` : `Frame renamed to ${label}.`);
    return "";
  } });
}

// A free spot near here for something new, half as wide and high as given.
function kithFree(live, near, wide = 90, high = 52) {
  const { scene } = live;
  const taken = [...scene.board.nodes.map((node) => ({ at: scene.places(node.id), wide: 40, high: 44 })),
    ...scene.board.notes.map((note) => ({ at: kithSpot(scene, note), wide: kithNoteBox(note).wide / 2, high: kithNoteBox(note).high / 2 }))];
  for (let turn = 0; turn < 400; turn++) {
    const far = 22 * Math.sqrt(turn), spot = { x: near.x + 1.5 * far * Math.cos(turn * 2.4), y: near.y + far * Math.sin(turn * 2.4) };
    if (!taken.some((one) => Math.abs(one.at.x - spot.x) < one.wide + wide && Math.abs(one.at.y - spot.y) < one.high + high)) return spot;
  }
  return near;
}

// The strip of tools above the picture; in its place the reason when nothing can be changed.
function kithStrip(live) {
  const strip = live.root.querySelector(".tools"), edit = live.data?.edit;
  strip.hidden = !edit;
  if (!edit) return;
  const why = edit.readonly === true ? "This board is not to be changed." : edit.readonly || "";
  strip.querySelector(".why").textContent = why;
  for (const button of strip.querySelectorAll("button")) button.hidden = Boolean(why) && button.dataset.do !== "help";
  const tie = strip.querySelector('[data-do="tie"]');
  tie.setAttribute("aria-pressed", String(Boolean(live.tying)));
}

const KITH_HELP = [["Arrow keys", "go from one to the next"], ["Shift and arrow keys, Shift and Enter", "choose several"], ["Ctrl and A", "choose all"],
  ["Page down, Page up", "from tie to tie of the one you are on"], ["Enter", "open what you are on; again: change a note, a frame or a tie said here"],
  ["Alt and arrow keys", "push what is chosen about; with Shift, farther"], ["T", "draw a tie: one, then the other"], ["N", "write a note; stuck to whoever is chosen"],
  ["P", "add somebody who was named here"], ["G, Shift and G", "put a frame around what is chosen; take it away"], ["H or Delete", "hide who is chosen; take a note away"],
  ["K", "pin: stays whatever is filtered"], ["Ctrl and Z, Ctrl and Y", "undo, redo"], ["Ctrl and V", "draft ties from a pasted list"], ["/", "find somebody or something here"], ["A", "write down what somebody will do"], ["F", "present"],
  ["+, −, 0", "closer, farther, everything"], ["Escape", "leave what you are doing"],
  ["Mouse", "drag to move, drag beside things to push the picture, Shift and drag for a box, double click on paper for a note"]];

function kithHelp(live) {
  const rows = KITH_HELP.map(([keys, words]) => kithElement("div", {}, kithElement("dt", { textContent: keys }), kithElement("dd", { textContent: words })));
  kithForm(live, { what: "help", label: "Keys of the board", wide: true, inside: [kithElement("dl", { className: "keys" }, ...rows)], only: "Close", keep: () => "" });
}
