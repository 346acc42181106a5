// What this browser did on a board and Python has not said it holds. It is sent again until it is held, and drawn at once.

// By board, for as long as the page is open: a part of the page that is put away and drawn anew loses nothing.
const KITH_KEPT = new Map();

function kithKept(board) {
  if (!KITH_KEPT.has(board)) KITH_KEPT.set(board, { outbox: [], draft: null, view: null, refused: [], kind: "", saidBy: "" });
  return KITH_KEPT.get(board);
}

function kithId(prefix = "") {
  if (crypto.randomUUID) return prefix + crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));  // randomUUID is only there on https and localhost
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return prefix + [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

// Does something on the board: drawn now, sent now, kept when Python says so. Returns the id of the operation.
function kithDo(live, ...doing) {
  const made = doing.map(([kind, body]) => ({ id: kithId(), kind, body }));
  live.kept.outbox.push(...made);
  live.waitingSince ||= Date.now();
  live.touched = true;  // whoever works on the picture does not want it to jump
  kithSend(live);
  live.apply();
  return made[made.length - 1].id;
}

function kithSend(live) {
  live.send("outbox", live.kept.outbox.map((one) => ({ ...one })));
  clearTimeout(live.again);
  live.patience = Math.min((live.patience || 2000) * 2, 30000);  // a slow server is not asked faster than it can answer
  live.again = setTimeout(() => { if (live.kept.outbox.length && live.root.isConnected) kithSend(live); }, live.patience);
  kithWaiting(live);
}

// What Python says of the outbox: what it holds goes, what it refused is shown with its words.
function kithHeard(live, edit) {
  const held = new Set(edit.acked || []), refused = new Map((edit.refused || []).map((one) => [one.id, one.words]));
  const before = live.kept.outbox.length;
  for (const one of live.kept.outbox)
    if (refused.has(one.id)) live.kept.refused.push({ ...one, words: refused.get(one.id) });
  live.kept.outbox = live.kept.outbox.filter((one) => !held.has(one.id) && !refused.has(one.id));
  if (live.kept.outbox.length < before) { live.patience = 0; live.waitingSince = live.kept.outbox.length ? Date.now() : 0; }
  if (!live.kept.outbox.length) { clearTimeout(live.again); live.waitingSince = 0; live.patience = 0; }
  else if (!live.again || before === live.kept.outbox.length) {
    // A board drawn by a Python that never heard of these (it was started anew): say them again.
    clearTimeout(live.again);
    live.again = setTimeout(() => { if (live.kept.outbox.length && live.root.isConnected) kithSend(live); }, live.patience || 2000);
  }
  kithWaiting(live);
  kithRefusals(live);
}

// "3 changes not yet kept", when they have waited for two seconds.
function kithWaiting(live) {
  const place = live.root.querySelector(".waiting"), count = live.kept.outbox.length;
  clearTimeout(live.soon);
  const waited = live.waitingSince ? Date.now() - live.waitingSince : 0;
  if (!count || waited < 2000) {
    place.textContent = "";
    if (count) live.soon = setTimeout(() => kithWaiting(live), 2050 - waited);
    return;
  }
  const words = count === 1 ? "1 change not yet kept" : `${count} changes not yet kept`;
  if (place.textContent !== words) place.textContent = words;
}

// The board as Python drew it, with what waits in the outbox done to it.
function kithApplied(board, outbox, edit) {
  if (!outbox.length) return board;
  const made = { ...board, nodes: board.nodes.map((node) => ({ ...node })), lines: [...board.lines],
    hulls: board.hulls.map((hull) => ({ ...hull })), notes: (board.notes || []).map((note) => ({ ...note })) };
  for (const one of outbox) (KITH_APPLY[one.kind] || (() => {}))(made, one.body, { edit, id: one.id });
  return made;
}

const KITH_APPLY = {
  move: (board, body) => {
    for (const list of [board.nodes, board.notes])
      for (const one of list) if (body.at[one.id]) [one.x, one.y] = body.at[one.id];
  },
  hide: (board, body) => kithWithout(board, new Set(body.entities)),
  pin: (board, body) => kithPinned(board, body.entities, true),
  unpin: (board, body) => kithPinned(board, body.entities, false),
  frame: (board, body) => {
    const before = board.hulls.find((hull) => hull.id === body.id), label = body.label || before?.label || "";
    const members = [...new Set([...(body.members || before?.members || []), ...(body.more || [])])];
    board.hulls = [...board.hulls.filter((hull) => hull.id !== body.id), { id: body.id, label, members, found: false, framed: true }];
  },
  unframe: (board, body) => { board.hulls = board.hulls.filter((hull) => hull.id !== body.id); },
  note: (board, body, { edit, id }) => {
    const before = board.notes.find((note) => note.id === body.id);
    const text = { operation: id, text: body.text, by: edit.me };
    const kept = kithTexts(before).filter((one) => one.operation && !body.instead_of.includes(one.operation));
    const note = { ...(before || {}), id: body.id, text: body.text, by: edit.me, on: body.on || before?.on || "",
      texts: [...kept, text], asks: kept.length > 0 };
    if (body.at) [note.x, note.y] = body.at;
    board.notes = [...board.notes.filter((one) => one.id !== body.id), note];
  },
  unnote: (board, body) => {
    const note = board.notes.find((one) => one.id === body.id), gone = new Set(body.instead_of || []);
    const texts = kithTexts(note).filter((one) => gone.size && one.operation && !gone.has(one.operation)), last = texts[texts.length - 1];
    if (last) Object.assign(note, { texts, text: last.text, by: last.by, asks: texts.length > 1, box: null });
    else board.notes = board.notes.filter((one) => one.id !== body.id);
  },
  person: (board, body) => {
    const before = board.nodes.find((node) => node.id === body.id);
    board.nodes = [...board.nodes.filter((node) => node.id !== body.id), kithSaidPerson(body, before)];
  },
  tie: (board, body, { edit }) => {
    const kind = edit.kinds.find((one) => one.kind === body.kind), between = board.lines.filter((line) =>
      [line.from_id, line.to_id].includes(body.from_id) && [line.from_id, line.to_id].includes(body.to_id));
    board.lines = board.lines.filter((line) => line.id !== body.id
      && !(line.provisional && line.assertions.length === 1 && line.assertions[0] === body.id));
    const taken = between.filter((line) => line.id !== body.id).map((line) => line.lane);
    board.lines.push({ id: body.id, from_id: body.from_id, to_id: body.to_id, standing: kind.standing, kinds: [body.kind],
      heads: kind.standing === "harm" ? "to" : "", lane: taken.length ? Math.max(...taken) + 1 : 0, provisional: true, stale: false,
      fact: false, sentence: kithSentence(board, kind, body.from_id, body.to_id), assertions: [body.id], records: 0, agencies: [],
      first_observed: "", last_observed: "", review_by: "", grade: "" });
  },
  discard: (board, body) => {
    board.lines = board.lines.filter((line) => !(line.assertions.length === 1 && line.assertions[0] === body.id));
    kithWithout(board, new Set([body.id]));
  },
};

function kithWithout(board, gone) {
  board.nodes = board.nodes.filter((node) => !gone.has(node.id));
  board.lines = board.lines.filter((line) => !gone.has(line.from_id) && !gone.has(line.to_id));
}

function kithPinned(board, ids, pinned) {
  const set = new Set(ids);
  for (const node of board.nodes) if (set.has(node.id)) node.pinned = pinned;
}

function kithTexts(note) {
  if (!note) return [];
  return note.texts && note.texts.length ? note.texts : [{ operation: "", text: note.text, by: note.by }];
}

// A tie as a sentence, by the names this board shows.
function kithSentence(board, kind, from, to) {
  const name = (id) => board.nodes.find((node) => node.id === id)?.name || "somebody";
  return kind.sentence.replace("{from}", () => name(from)).replace("{to}", () => name(to));
}

// Somebody said in the meeting, until Python draws them by the board's naming mode.
function kithSaidPerson(body, before) {
  const parts = body.name.trim().split(/\s+/), initials = parts.map((part) => part[0].toUpperCase() + ".").join("");
  const name = `“${body.name.trim()}”`, label = parts.length > 1 ? initials : `“${[...parts[0]].slice(0, 6).join("")}”`;
  const below = [...(body.age === null || body.age === undefined ? [] : [String(body.age)]), "said in meeting"];
  return { x: 0, y: 0, hidden: 0, pinned: false, ...(before || {}), id: body.id, kind: body.kind, subkind: "", icon: body.kind, name,
    label, below: below.map((text) => ({ text, mark: "", strong: false })), focus: false, open: false, harmed: false, alleged: false,
    concern: false, safe: false, identified: body.identified, roles: [], provisional: true, said: [name, ...below].join(", ") };
}
