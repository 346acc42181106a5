// What mouse, pen and fingers do to a board: look closer, push it about, choose, move, box, and draw a tie.

const KITH_SLACK = 4;  // a hand that trembles this many pixels has not begun to drag

function kithGestures(live) {
  const place = live.place, down = new Map();
  let act = null, turned = null;
  const spotOf = (event) => {
    const box = place.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  place.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    place.focus({ preventScroll: true });
    place.setPointerCapture(event.pointerId);
    const spot = spotOf(event);
    down.set(event.pointerId, spot);
    live.hint(null);
    if (down.size > 1) { if (act) kithDrop(live, act, true); act = { pinch: kithPinch(down) }; return; }
    act = { start: spot, spot, target: kithAt(live, spot), shift: event.shiftKey, many: event.shiftKey || event.ctrlKey || event.metaKey, begun: "" };
  });
  place.addEventListener("pointermove", (event) => {
    const spot = spotOf(event);
    if (!down.has(event.pointerId)) { kithHover(live, spot); return; }
    down.set(event.pointerId, spot);
    if (act?.pinch) {
      const now = kithPinch(down), before = act.pinch;
      live.touched = true;
      live.network.zoomAt(before.middle, now.far / before.far);
      kithPush(live, now.middle.x - before.middle.x, now.middle.y - before.middle.y);
      act.pinch = now;
    } else if (act) {
      if (!act.begun && Math.hypot(spot.x - act.start.x, spot.y - act.start.y) > KITH_SLACK) kithTake(live, act);
      if (act.begun) kithDrag(live, act, spot);
      act.spot = spot;
    }
  });
  const up = (event) => {
    if (!down.delete(event.pointerId)) return;
    if (!act || act.pinch) { if (!down.size) act = null; return; }
    const done = act;
    act = null;
    if (done.begun) kithDrop(live, done, event.type === "pointercancel");
    else if (event.type === "pointerup") kithClick(live, done);
  };
  place.addEventListener("pointerup", up);
  place.addEventListener("pointercancel", up);
  place.addEventListener("pointerleave", () => live.hint(null));
  place.addEventListener("dblclick", (event) => kithTwice(live, spotOf(event)));
  place.addEventListener("wheel", (event) => {
    event.preventDefault();
    live.touched = true;
    const lines = event.deltaMode === 1 ? 24 : event.deltaMode === 2 ? 400 : 1;
    const delta = Math.max(-240, Math.min(240, event.deltaY * lines));
    live.network.zoomAt(spotOf(event), Math.exp(-delta * (event.ctrlKey ? 0.01 : 0.0012)));
    clearTimeout(turned);
    turned = setTimeout(() => live.remember(), 200);
  }, { passive: false });
  live.letGo = () => { if (act?.begun) kithDrop(live, act, true); act = null; };
}

function kithPinch(down) {
  const [a, b] = [...down.values()];
  return { middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, far: Math.max(12, Math.hypot(a.x - b.x, a.y - b.y)) };
}

function kithPush(live, dx, dy) {
  const { network } = live, at = network.getViewPosition(), scale = network.getScale();
  network.moveTo({ position: { x: at.x - dx / scale, y: at.y - dy / scale }, sliding: true });
}

// What a drag becomes, by what it began on.
function kithTake(live, act) {
  const { target } = act, movable = target && (live.edits ? target.kind !== "line" : !live.data?.edit && target.kind === "node");
  if (live.edits && live.tying && target?.kind === "node") {
    act.begun = "tie";
    live.tying.from = target.id;
  } else if (act.shift && live.edits && !movable) act.begun = "box";
  else if (movable) {
    act.begun = "move";
    act.ids = kithTogether(live, target);
    act.from = new Map(act.ids.map((id) => [id, { ...live.scene.places(id) }]));
    kithLift(live, act.ids);
    if (live.edits) live.root.querySelector(".drop").hidden = false;
  } else {
    act.begun = "pan";
  }
  live.touched = true;
  live.place.dataset.act = act.begun;
}

// Who moves together: everybody chosen with it, the members of a frame, and the notes stuck to any of them.
function kithTogether(live, target) {
  const { scene } = live, chosen = scene.selected;
  let ids = [target.id];
  if (target.kind === "frame") ids = scene.board.hulls.find((hull) => hull.id === target.id).members;
  else if (chosen?.kind === "many" && chosen.ids.includes(target.id)) ids = chosen.ids;
  const set = new Set(ids.filter((id) => scene.places(id)));
  if (live.edits) for (const note of scene.board.notes) if (note.on && set.has(note.on)) set.add(note.id);
  return [...set];
}

function kithLift(live, ids) {
  const { scene } = live;
  scene.lifted = new Set(ids);
  scene.strands = scene.board.lines.filter((line) => scene.lifted.has(line.from_id) || scene.lifted.has(line.to_id));
  live.network.redraw();
}

function kithDrag(live, act, spot) {
  const scale = live.network.getScale();
  if (act.begun === "pan") kithPush(live, spot.x - act.spot.x, spot.y - act.spot.y);
  else if (act.begun === "move") {
    const dx = (spot.x - act.start.x) / scale, dy = (spot.y - act.start.y) / scale;
    for (const [id, at] of act.from) if (live.scene.places(id)) live.scene.at.set(id, { x: at.x + dx, y: at.y + dy });
    act.over = live.edits && kithOverDrop(live, spot);
    live.root.querySelector(".drop").classList.toggle("over", Boolean(act.over));
    live.network.refresh();
  } else if (act.begun === "box") {
    live.box = { a: live.network.DOMtoCanvas(act.start), b: live.network.DOMtoCanvas(spot) };
    live.network.refresh();
  } else if (act.begun === "tie") {
    const over = kithAt(live, spot);
    live.tying.to = live.network.DOMtoCanvas(spot);
    live.tying.over = over?.kind === "node" && over.id !== live.tying.from ? over.id : "";
    live.network.refresh();
  }
}

function kithOverDrop(live, spot) {
  const zone = live.root.querySelector(".drop"), box = zone.getBoundingClientRect(), canvas = live.place.getBoundingClientRect();
  const x = spot.x + canvas.left, y = spot.y + canvas.top;
  return x > box.left && x < box.right && y > box.top && y < box.bottom + 12;
}

// The end of a drag: one operation, however many were moved.
function kithDrop(live, act, cancelled) {
  const { scene } = live;
  delete live.place.dataset.act;
  live.root.querySelector(".drop").hidden = true;
  scene.lifted = null;
  scene.strands = null;
  scene.grid = null;
  if (act.begun === "pan") live.remember();
  else if (act.begun === "box") {
    const box = live.box;
    live.box = null;
    if (!cancelled && box) kithBoxed(live, box, act.many);
  } else if (act.begun === "tie") {
    const { from, over } = live.tying;
    live.tying = { from: "" };
    if (!cancelled && over) kithTied(live, from, over);
    else live.tell("No tie drawn: let go over somebody.");
  } else if (act.begun === "move") {
    const back = () => { for (const [id, at] of act.from) if (scene.places(id)) scene.at.set(id, at); };
    act.ids = act.ids.filter((id) => scene.places(id));  // somebody else may have taken one away meanwhile
    const at = Object.fromEntries(act.ids.map((id) => [id, [kithRound1(scene.places(id).x), kithRound1(scene.places(id).y)]]));
    if (cancelled) back();
    else if (act.over) { back(); kithHide(live, act.ids); }
    else if (!act.ids.length) live.tell("Nothing moved: it is no longer on the board.");
    else if (live.edits) {
      kithDo(live, ["move", { at }]);
      live.tell(act.ids.length > 1 ? `Moved ${act.ids.length}.` : "Moved.");
    } else {
      Object.assign(live.moved, at);
      live.send("moved", { ...live.moved });
    }
  }
  live.network.redraw();
}

function kithRound1(value) {
  return Math.round(Math.max(-1e6, Math.min(1e6, value)) * 10) / 10;
}

function kithClick(live, act) {
  const { target } = act;
  live.scene.cursor = null;
  if (live.edits && live.tying) { kithTieClick(live, target); return; }
  if (live.edits && act.many) {
    if (target && target.kind !== "line") kithToggle(live, target);
    return;
  }
  live.choose(target);
}

function kithTwice(live, spot) {
  if (!live.edits || live.tying) return;
  const target = kithAt(live, spot);
  if (!target || target.kind === "line") { if (!target) kithWrite(live, { at: live.network.DOMtoCanvas(spot) }); return; }
  if (target.kind === "note") kithRewrite(live, target.id);
  if (target.kind === "frame") kithRename(live, target.id);
}

// The words of what the pointer is over.
function kithHover(live, spot) {
  const target = kithAt(live, spot), { scene } = live;
  const words = !target ? "" : target.kind === "node" ? scene.nodes.get(target.id)?.said : target.kind === "line" ? scene.lines.get(target.id)?.sentence
    : target.kind === "note" ? kithNoteSaid(scene.notes.get(target.id)) : scene.board.hulls.find((hull) => hull.id === target.id)?.label;
  live.place.style.cursor = live.tying ? "crosshair" : target ? "pointer" : "";
  live.hint(target && !(target.kind === "note" && !kithNoteBox(scene.notes.get(target.id)).cut) ? words : "", spot);
}
