// The board as a Streamlit component: one view per place on the page, kept across reruns and remounts.

function kithSaid(place, said) {
  const inner = document.createElement("span");
  const strong = document.createElement("b");
  strong.textContent = said[0];
  inner.append("Showing ", strong, said.slice(1).map((words) => " · " + words).join(""));
  place.replaceChildren(inner);
}

const KITH_BOARDS = new Map();  // digest -> board as it was sent: a rerun that changes nothing on it sends it no more

function kithMake(parent) {
  const root = parent.querySelector(".kith-board"), place = root.querySelector(".canvas"), tip = root.querySelector(".tip");
  const empty = { nodes: [], lines: [], hulls: [], notes: [], legend: [], months: [] };
  const live = { root, place, board: empty, moved: {}, nudged: new Set(), kept: kithKept(""), edits: false, tying: null, form: null, box: null };
  live.scene = kithScene(empty, () => null);
  const network = (live.network = kithView(place,
    (ctx, scale, frame) => {
      kithUnder(ctx, live.scene, scale, frame);
      kithPeople(ctx, live.scene, scale, frame);
      kithOver(ctx, live.scene, scale, frame);
    },
    (ctx, scale) => { kithLively(ctx, live, scale); kithPlaceForm(live); }));
  live.remember = () => { live.kept.view = { x: network.x, y: network.y, scale: network.scale, touched: live.touched, fitted: live.fitted }; };
  live.fit = () => kithFit(network, live.scene, root.querySelector(".said").offsetHeight + 20);
  live.zoom = (by) => { live.touched = true; network.moveTo({ scale: network.getScale() * by }); live.remember(); };
  live.tell = (words, quiet = false) => {
    if (!quiet) root.querySelector("[aria-live]").textContent = words;
    root.querySelector(".does").textContent = words;
  };
  live.hint = (words, at) => {
    tip.hidden = !words;
    if (!words) return;
    tip.textContent = words.length > 600 ? `${words.slice(0, 600)}…` : words;
    tip.style.left = `${Math.min(at.x + 14, place.clientWidth - tip.offsetWidth - 6)}px`;
    tip.style.top = `${Math.min(at.y + 16, place.clientHeight - tip.offsetHeight - 6)}px`;
  };
  live.choose = (what) => {
    live.scene.selected = what;
    if (what?.kind !== "many" && what?.id !== live.scene.cursor?.id) live.scene.cursor = null;
    live.asked = JSON.stringify(what);
    live.askedAt = Date.now();
    live.send("selected", what);
    if (what?.kind === "node" || what?.kind === "line") live.tell(live.scene.nodes.get(what.id)?.said || live.scene.lines.get(what.id)?.sentence || "");
    network.refresh();
  };
  live.wish = (what, more = {}) => live.trigger("wish", { do: what, id: kithId(), ...more });
  live.show = (id) => {  // bring a node into the picture when the keyboard went past its edge
    const spot = live.scene.places(id), at = spot && network.canvasToDOM(spot);
    if (at && (at.x < 30 || at.y < 50 || at.x > place.clientWidth - 30 || at.y > place.clientHeight - 40)) network.moveTo({ position: spot });
  };
  live.spot = (id) => {  // where something is within the picture; a frame by its name
    const hull = live.board.hulls.find((one) => one.framed && one.id === id), box = hull && kithFrameBox(live.scene, hull);
    if (!box) return network.canvasToDOM(live.scene.places(id));
    const tab = kithFrameTab(hull, box, network.getScale());
    return network.canvasToDOM({ x: tab.left + tab.wide / 2, y: tab.top + tab.high / 2 });
  };
  live.apply = () => kithScenery(live);
  kithGestures(live);
  place.addEventListener("keydown", (event) => kithKeys(event, live));
  place.addEventListener("paste", (event) => {
    const text = live.edits ? event.clipboardData?.getData("text/plain") : "";
    if (text) { event.preventDefault(); live.wish("paste", { text: text.slice(0, 50000) }); }
  });
  root.querySelector(".zoom").addEventListener("click", (event) => {
    const what = event.target.closest("button")?.dataset.do;
    if (what) ({ in: () => live.zoom(1.25), out: () => live.zoom(0.8), fit: () => { live.touched = false; live.fit(); live.remember(); } })[what]();
  });
  root.querySelector(".tools").addEventListener("click", (event) => {
    const what = event.target.closest("button")?.dataset.do;
    if (!what) return;
    live.place.focus({ preventScroll: true });
    KITH_DO[what](live);
  });
  root.querySelector(".play").addEventListener("click", () => kithPlay(live));
  live.watch = new ResizeObserver(() => { network.measure(); if (!live.touched) live.fit(); kithPlaceForm(live); });
  live.watch.observe(place);
  live.leaving = (event) => { if (live.kept.outbox.length || live.nudged.size || live.form?.querySelector("textarea")?.value.trim()) event.preventDefault(); };
  addEventListener("beforeunload", live.leaving);
  live.destroy = () => {
    if (live.nudged.size) kithRest(live);
    for (const timer of [live.again, live.soon, live.resting, live.lacking]) clearTimeout(timer);
    clearInterval(live.playing);
    removeEventListener("beforeunload", live.leaving);
    live.watch.disconnect();
    network.destroy();
  };
  return live;
}

// The shapes of everybody in sight.
function kithPeople(ctx, scene, scale, frame) {
  for (const node of scene.board.nodes) {
    const at = scene.places(node.id);
    if (!at || at.x < frame.left || at.x > frame.right || at.y < frame.top || at.y > frame.bottom) continue;
    if (!(scene.lifted && scene.lifted.has(node.id))) kithNode(ctx, scene, node, at.x, at.y, scale);
  }
}

// What changes while one looks: what is being moved, the band, rings, the keyboard's place, a box, a tie being drawn.
function kithLively(ctx, live, scale) {
  const { scene } = live;
  if (scene.lifted) {
    for (const hull of scene.board.hulls) if (hull.framed && hull.members.some((id) => scene.lifted.has(id))) kithFramed(ctx, scene, hull, scale, true);
    for (const line of scene.strands) kithTie(ctx, scene, line, scale);
    for (const id of scene.lifted) {
      const node = scene.nodes.get(id), at = scene.places(id);
      if (node) { kithNode(ctx, scene, node, at.x, at.y, scale); if (scale >= KITH_FAR) kithBelow(ctx, node, at.x, at.y, scale, 1); }
      else if (scene.notes.has(id)) kithNote(ctx, scene, scene.notes.get(id), scale);
    }
  }
  const line = scene.selected?.kind === "line" && scene.lines.get(scene.selected.id);
  if (line) { kithBand(ctx, scene, scale); kithTie(ctx, scene, line, scale); }
  for (const id of kithRinged(scene)) kithRing(ctx, scene, id, scale, []);
  kithCursor(ctx, scene, scale);
  const thin = 1 / scale;
  ctx.strokeStyle = KITH_INK.accent;
  if (live.box) {
    const { a, b } = live.box;
    ctx.lineWidth = 1.5 * thin;
    ctx.setLineDash([6 * thin, 4 * thin]);
    ctx.fillStyle = "rgba(52,67,125,0.07)";
    ctx.fillRect(a.x, a.y, b.x - a.x, b.y - a.y);
    ctx.strokeRect(a.x, a.y, b.x - a.x, b.y - a.y);
  }
  if (live.tying?.from) {
    kithRing(ctx, scene, live.tying.from, scale, []);
    const a = scene.places(live.tying.from), to = live.tying.over ? scene.places(live.tying.over) : live.tying.to;
    if (live.tying.over) kithRing(ctx, scene, live.tying.over, scale, []);
    if (a && to) {
      ctx.lineWidth = 2 * thin;
      ctx.setLineDash([7 * thin, 4.5 * thin]);
      kithStroke(ctx, a, to);
    }
  }
  ctx.setLineDash([]);
}

// The board as Python drew it with what waits in the outbox done to it, ready to be painted.
function kithScenery(live) {
  const before = live.scene, edit = live.data.edit;
  live.board = edit ? kithApplied(live.given, live.kept.outbox, edit) : live.given;
  live.board.notes ||= [];
  const at = new Map();
  for (const list of [live.board.nodes, live.board.notes]) for (const one of list) at.set(one.id, { x: one.x, y: one.y });
  const scene = kithScene(live.board, (id) => at.get(id));
  Object.assign(scene, { at, lively: true, selected: before.selected, cursor: before.cursor, until: before.until });
  // What a hand holds, or has just pushed by key, stays where the hand has it.
  for (const id of [...(before.lifted || []), ...live.nudged]) if (at.has(id) && before.places(id)) at.set(id, { ...before.places(id) });
  if (scene.cursor && !(scene.nodes.has(scene.cursor.id) || scene.lines.has(scene.cursor.id) || scene.notes.has(scene.cursor.id)
    || live.board.hulls.some((hull) => hull.id === scene.cursor.id))) scene.cursor = null;
  live.scene = scene;
  if (before.lifted) kithLift(live, [...before.lifted].filter((id) => at.has(id)));
  live.network.redraw();
}

// Of a board that is here already only who moved is sent.
function kithMoved(moved) {
  const before = moved && KITH_BOARDS.get(moved.of);
  if (!before) return null;
  const put = (one) => {
    const at = moved.at[one.id];
    return at ? { ...one, x: at[0], y: at[1] } : one;
  };
  return { ...before, nodes: before.nodes.map(put), notes: before.notes.map(put) };
}

// Asks for a board that this browser was said to have and has not; again until it comes, for one word can be lost on the way.
function kithNeed(live, digest) {
  live.trigger("wish", { do: "need", id: kithId(), digest });
  live.lacking = setTimeout(() => { if (live.root.isConnected) kithNeed(live, digest); }, 3000);
}

function kithUpdate(live, data) {
  const given = data.board || KITH_BOARDS.get(data.digest) || kithMoved(data.moved);
  if (given) {
    KITH_BOARDS.set(data.digest, given);
    if (KITH_BOARDS.size > 4) KITH_BOARDS.delete(KITH_BOARDS.keys().next().value);
  }
  clearTimeout(live.lacking);
  if (!given) { live.data ||= data; kithNeed(live, data.digest); return; }
  const changed = live.given !== given, edit = data.edit, place = edit ? edit.board : "", first = !live.data;
  live.data = data;
  live.given = given;
  live.edits = Boolean(edit && !edit.readonly);
  live.kept = kithKept(place);
  const waited = live.kept.outbox.length;
  if (edit) kithHeard(live, edit);
  if (!live.edits) live.tying = null;
  if (changed || first || waited !== live.kept.outbox.length) kithScenery(live);
  // What was just chosen here stands until Python says the same: an answer to an older click does not take it back.
  const chosen = JSON.stringify(data.selected ?? null);
  if (chosen === live.asked || !live.asked || Date.now() - live.askedAt > 5000) { live.asked = ""; live.scene.selected = data.selected; }
  live.place.setAttribute("aria-label", data.label);
  kithStrip(live);
  live.root.querySelector(".more-keys").textContent = live.edits ? "A question mark shows all keys." : "";
  kithSaid(live.root.querySelector(".said"), data.said);
  kithLegend(live.root.querySelector(".legend"), live.board.legend);
  if (!live.sliding) kithTime(live, data, (span) => live.send("window", span));
  live.network.measure();
  const view = live.kept.view;
  if (first && view && view.fitted === data.fit && view.touched) {
    live.fitted = data.fit;
    live.touched = true;
    live.network.moveTo({ position: view, scale: view.scale });
  }
  if (live.fitted !== data.fit) { live.fitted = data.fit; live.touched = false; live.moved = {}; }
  if (!live.touched) live.fit();  // until somebody moves the picture, it shows everything
  kithReopen(live);
  live.network.redraw();
  live.network.now();
  live.root.dataset.drawn = String(Number(live.root.dataset.drawn || 0) + 1);
}

async function kithFonts() {
  const late = new Promise((done) => setTimeout(done, 1500));
  await Promise.race([late, Promise.all(["400 12px", "600 12px", "700 12px"].map((font) => document.fonts.load(`${font} 'Source Sans'`, "Kith")))]);
}

export default function (component) {
  const { data, parentElement, setStateValue, setTriggerValue } = component;
  let live = parentElement.kith;
  if (live && !live.root.isConnected) { live.destroy(); live = null; }
  const first = !live;
  if (first) live = parentElement.kith = kithMake(parentElement);
  live.send = (name, value) => setStateValue(name, value);
  live.trigger = (name, value) => setTriggerValue(name, value);
  const latest = (live.latest = {});
  const draw = () => { if (live.latest === latest) kithUpdate(live, data); };
  if (first) kithFonts().then(draw); else draw();
  return () => setTimeout(() => {
    if (live.root.isConnected) return;
    live.destroy();
    if (parentElement.kith === live) delete parentElement.kith;
  }, 0);
}
