// The view of a board: two canvases one over the other, and which part of the board they show. The lower one holds the
// still picture; the upper one what follows the pointer, so that a click or a drag does not draw a thousand people anew.

const KITH_LEAST = 0.01, KITH_MOST = 3;  // zoom
const KITH_DEAR = 6;  // a still picture that takes more milliseconds is slid about while the hand moves, and painted when it rests

function kithView(place, still, lively) {
  const layers = [still, lively].map((paint) => {
    const canvas = document.createElement("canvas");
    place.append(canvas);
    return { canvas, ctx: canvas.getContext("2d"), paint, stale: true };
  });
  const view = { x: 0, y: 0, scale: 1, wide: 0, high: 0, frames: 0, asked: 0, cost: 0, painted: null };
  const draw = () => {
    view.asked = 0;
    view.frames += 1;
    const dense = devicePixelRatio || 1, frame = view.frame();
    for (const layer of layers) {
      if (!layer.stale) continue;
      layer.stale = false;
      layer.ctx.setTransform(1, 0, 0, 1, 0, 0);
      layer.ctx.clearRect(0, 0, layer.canvas.width, layer.canvas.height);
      const k = view.scale * dense;
      layer.ctx.setTransform(k, 0, 0, k, (view.wide / 2 - view.x * view.scale) * dense, (view.high / 2 - view.y * view.scale) * dense);
      const begun = performance.now();
      layer.paint(layer.ctx, view.scale, frame);
      if (layer !== layers[0]) continue;
      view.cost = performance.now() - begun;
      view.painted = { x: view.x, y: view.y, scale: view.scale, when: begun };
      layer.canvas.style.transform = "";
      clearTimeout(view.settling);
    }
    for (const done of view.waiting.splice(0)) done();
  };
  const ask = () => { view.asked ||= requestAnimationFrame(draw); };
  Object.assign(view, {
    waiting: [],
    canvas: { frame: { canvas: layers[0].canvas } },  // as vis-network names it: kithFit works on both
    layers,
    frame: (more = 60) => {
      const wide = view.wide / view.scale / 2 + more, high = view.high / view.scale / 2 + more;
      return { left: view.x - wide, right: view.x + wide, top: view.y - high, bottom: view.y + high };
    },
    redraw: () => { layers[0].stale = layers[1].stale = true; ask(); },
    slide: () => {
      const { painted, cost } = view;
      if (cost < KITH_DEAR || !painted || performance.now() - painted.when > Math.max(300, 6 * cost)) { view.redraw(); return; }
      const by = view.scale / painted.scale, x = (view.wide / 2) * (1 - by) + (painted.x - view.x) * view.scale;
      layers[0].canvas.style.transform = `translate(${x}px, ${(view.high / 2) * (1 - by) + (painted.y - view.y) * view.scale}px) scale(${by})`;
      view.refresh();
      clearTimeout(view.settling);
      view.settling = setTimeout(view.redraw, 110);
    },
    refresh: () => { layers[1].stale = true; ask(); },
    drawn: () => new Promise((done) => { view.waiting.push(done); ask(); }),
    now: () => { if (view.asked) { cancelAnimationFrame(view.asked); draw(); } },
    getScale: () => view.scale,
    getViewPosition: () => ({ x: view.x, y: view.y }),
    canvasToDOM: (at) => ({ x: (at.x - view.x) * view.scale + view.wide / 2, y: (at.y - view.y) * view.scale + view.high / 2 }),
    DOMtoCanvas: (at) => ({ x: (at.x - view.wide / 2) / view.scale + view.x, y: (at.y - view.high / 2) / view.scale + view.y }),
    moveTo: ({ position, scale, sliding }) => {
      if (position) { view.x = position.x; view.y = position.y; }
      if (scale) view.scale = Math.max(KITH_LEAST, Math.min(KITH_MOST, scale));
      if (sliding) view.slide(); else view.redraw();
    },
    zoomAt: (spot, by) => {  // what is under the pointer stays under it
      const before = view.DOMtoCanvas(spot);
      view.scale = Math.max(KITH_LEAST, Math.min(KITH_MOST, view.scale * by));
      const after = view.DOMtoCanvas(spot);
      view.x += before.x - after.x;
      view.y += before.y - after.y;
      view.slide();
    },
    measure: () => {
      const dense = devicePixelRatio || 1;
      const wide = place.clientWidth, high = place.clientHeight;
      if (wide === view.wide && high === view.high && layers[0].canvas.width === Math.round(wide * dense)) return;
      view.wide = wide;
      view.high = high;
      for (const { canvas } of layers) {
        canvas.width = Math.round(wide * dense);
        canvas.height = Math.round(high * dense);
      }
      view.redraw();
    },
    destroy: () => {
      if (view.asked) cancelAnimationFrame(view.asked);
      clearTimeout(view.settling);
      for (const { canvas } of layers) canvas.remove();
    },
  });
  view.measure();
  return view;
}

// Nodes by squares of the board, so that what stands under a point is found without asking everybody.
const KITH_SQUARE = 64;

function kithGrid(scene) {
  const squares = new Map();
  for (const node of scene.board.nodes) {
    const at = scene.places(node.id);
    if (!at) continue;
    const key = Math.floor(at.x / KITH_SQUARE) * 65536 + Math.floor(at.y / KITH_SQUARE);
    const found = squares.get(key);
    if (found) found.push(node); else squares.set(key, [node]);
  }
  return squares;
}

// The topmost node under a point of the board, if any; a little slack for a hand that trembles.
function kithNodeAt(scene, point, scale) {
  scene.grid ||= kithGrid(scene);
  const reach = Math.max(48, 14 / scale), slack = 2 / scale;
  const low = (value) => Math.floor((value - reach) / KITH_SQUARE), high = (value) => Math.floor((value + reach) / KITH_SQUARE);
  let best = null, least = Infinity;
  for (let i = low(point.x); i <= high(point.x); i++)
    for (let j = low(point.y); j <= high(point.y); j++)
      for (const node of scene.grid.get(i * 65536 + j) || []) {
        const at = scene.places(node.id), [wide, tall] = kithFrame(node, scale);
        const dx = Math.abs(point.x - at.x), dy = Math.abs(point.y - at.y);
        if (dx > wide + slack || dy > tall + slack) continue;
        const away = Math.hypot(dx, dy);
        if (away < least) { least = away; best = node; }
      }
  return best;
}

// What stands under a point: {kind, id} of a node, note, frame or line, nearest to the eye first.
function kithAt(live, spot) {
  const { scene, network } = live, scale = network.getScale(), point = network.DOMtoCanvas(spot);
  const note = live.tying ? null : kithNoteAt(scene, point, scale);  // whoever draws a tie means somebody, not a paper on top
  if (note) return { kind: "note", id: note.id };
  const node = kithNodeAt(scene, point, scale);
  if (node) return { kind: "node", id: node.id };
  const frame = kithFrameAt(scene, point, scale);
  if (frame) return { kind: "frame", id: frame.id };
  const line = kithLineAt(scene, point, scale);
  return line ? { kind: "line", id: line.id } : null;
}
