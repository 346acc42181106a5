// The board by keyboard: everything a mouse can do.

// What the keyboard can stand on: people and places, notes, frames by their names.
function kithStands(scene) {
  return [...scene.board.nodes.map((node) => ({ kind: "node", id: node.id, at: scene.places(node.id) })),
    ...(scene.board.notes || []).map((note) => ({ kind: "note", id: note.id, at: kithSpot(scene, note) })),
    ...scene.board.hulls.filter((hull) => hull.framed).map((hull) => {
      const box = kithFrameBox(scene, hull);
      return { kind: "frame", id: hull.id, at: box && { x: box.left, y: box.top } };
    })].filter((one) => one.at);
}

// The nearest thing from here in a direction: near, and not far off the way one looks.
function kithStep(scene, from, key) {
  const all = kithStands(scene), start = all.find((one) => one.id === from)?.at;
  const [dx, dy] = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[key];
  let best = null, least = Infinity;
  for (const one of start ? all : []) {
    if (one.id === from) continue;
    const ahead = (one.at.x - start.x) * dx + (one.at.y - start.y) * dy, aside = Math.abs((one.at.x - start.x) * dy) + Math.abs((one.at.y - start.y) * dx);
    if (ahead > 1 && ahead + 2 * aside < least) { least = ahead + 2 * aside; best = { kind: one.kind, id: one.id }; }
  }
  return best;
}

function kithKeys(event, live) {
  const scene = live.scene, cursor = scene.cursor || (scene.selected?.kind === "many" ? { kind: "node", id: scene.selected.ids[0] } : scene.selected);
  const key = event.key, on = !cursor ? null : cursor.kind === "line" ? cursor.by || scene.lines.get(cursor.id)?.from_id : cursor.id;
  if (live.edits && kithEditKeys(event, live, on)) { event.preventDefault(); event.stopPropagation(); return; }
  if (event.ctrlKey || event.metaKey) return;
  if (key.startsWith("Arrow") && !event.altKey) {
    const first = scene.byWeight[0] && { kind: "node", id: scene.byWeight[0].id };
    const next = on && kithStands(scene).some((one) => one.id === on) ? kithStep(scene, on, key) : first;
    if (next) {
      scene.cursor = next;
      if (live.edits && event.shiftKey) kithExtend(live, cursor, next);
    }
  } else if ((key === "PageDown" || key === "PageUp") && on) {
    const lines = scene.board.lines.filter((line) => line.from_id === on || line.to_id === on);
    const at = cursor.kind === "line" ? lines.findIndex((line) => line.id === cursor.id) : key === "PageDown" ? -1 : 0;
    if (lines.length) scene.cursor = { kind: "line", id: lines[(at + (key === "PageDown" ? 1 : -1) + lines.length) % lines.length].id, by: on };
  } else if (key === "Enter" || key === " ") {
    if (cursor) live.choose({ kind: cursor.kind, id: cursor.id });
  } else if (key === "Escape") { scene.cursor = null; live.choose(null); }
  else if (key === "+" || key === "=") live.zoom(1.25);
  else if (key === "-") live.zoom(0.8);
  else if (key === "0") { live.touched = false; live.fit(); }
  else return;
  event.preventDefault();
  event.stopPropagation();
  kithSayCursor(live);
  live.network.refresh();
}

function kithSayCursor(live) {
  const { scene } = live, on = scene.cursor;
  if (!on) return;
  const words = { node: () => scene.nodes.get(on.id)?.said, line: () => scene.lines.get(on.id)?.sentence,
    note: () => kithNoteSaid(scene.notes.get(on.id)), frame: () => `Frame: ${scene.board.hulls.find((hull) => hull.id === on.id)?.label}` }[on.kind]();
  if (words) live.tell(words);
  if (on.kind !== "frame") live.show(on.kind === "line" ? on.by : on.id);
}

// Keys that change the board. True when the key was one of them.
function kithEditKeys(event, live, on) {
  const key = event.key, low = key.toLowerCase(), command = event.ctrlKey || event.metaKey;
  if (command) {
    const what = low === "z" ? (event.shiftKey ? "redo" : "undo") : low === "y" ? "redo" : low === "a" ? "all" : "";
    if (what) KITH_DO[what](live);
    return Boolean(what);
  }
  if (event.altKey && key.startsWith("Arrow")) { kithNudge(live, key, event.shiftKey); return true; }
  if (event.altKey) return false;
  if (key === "Escape" && live.tying) { KITH_DO.tie(live); return true; }
  if ((key === "Enter" || key === " ") && live.tying) { if (on) kithTieClick(live, { kind: live.scene.nodes.has(on) ? "node" : "", id: on }); return true; }
  const chosen = live.scene.selected, cursor = live.scene.cursor || chosen;
  if (key === "Enter" && event.shiftKey && cursor && cursor.kind !== "line") { kithToggle(live, cursor); return true; }
  if (key === "Enter" && cursor && chosen && chosen.id === cursor.id && chosen.kind === cursor.kind) {
    if (cursor.kind === "note") { kithRewrite(live, cursor.id); return true; }
    if (cursor.kind === "frame") { kithRename(live, cursor.id); return true; }
    if (cursor.kind === "line") return kithRetie(live, cursor.id);
  }
  if (key === "G") { KITH_DO.ungroup(live); return true; }
  const what = { t: "tie", n: "note", p: "person", g: "group", h: "hide", delete: "hide", backspace: "hide", k: "pin", "/": "find", a: "act", f: "present", "?": "help" }[low];
  if (what) KITH_DO[what](live);
  return Boolean(what);
}

// Alt and arrows push what is chosen about; one operation when the hand rests.
function kithNudge(live, key, far) {
  const ids = kithMovable(live);
  if (!ids.length) { live.tell("Nothing chosen to move."); return; }
  const by = far ? 40 : 8, [dx, dy] = { ArrowRight: [by, 0], ArrowLeft: [-by, 0], ArrowDown: [0, by], ArrowUp: [0, -by] }[key];
  for (const id of ids) {
    const at = live.scene.places(id);
    live.scene.at.set(id, { x: at.x + dx, y: at.y + dy });
    live.nudged.add(id);
  }
  live.scene.grid = null;
  live.network.redraw();
  clearTimeout(live.resting);
  live.resting = setTimeout(() => kithRest(live), 500);
}

function kithRest(live) {
  clearTimeout(live.resting);
  const at = Object.fromEntries([...live.nudged].filter((id) => live.scene.places(id))
    .map((id) => [id, [kithRound1(live.scene.places(id).x), kithRound1(live.scene.places(id).y)]]));
  live.nudged.clear();
  if (Object.keys(at).length) { kithDo(live, ["move", { at }]); live.tell("Moved."); }
}
