// Draws a board on a vis-network canvas: shapes, ties, words. Loaded text reaches the canvas as text, never as markup.
// ICONS (name -> our own SVG text) is put in front of this file by mapping/board/component.py.

const KITH_FONT = "'Source Sans', sans-serif";
const KITH_INK = { ink: "#1F2933", soft: "#4A545D", white: "#FFFFFF", accent: "#34437D", adult: "#4A5864", sand: "#E6E1D7",
  harm: "#A63D17", harmText: "#8F3211", safe: "#0B6B69", safeText: "#085452", neutral: "#857E72", stale: "#918A7E",
  hull: "#F4F2EC", hullEdge: "#BDB5A6" };
const KITH_SHAPES = { child: [17, 17], adult: [24, 15], location: [13, 17], school: [15, 15], peer_group: [16, 15],
  event: [14, 14], thing: [11, 15] };
const KITH_FAR = 0.5;  // below this zoom, words and marks keep their size on the screen instead of shrinking away

// An icon as canvas paths: [{path, fill, stroke, width}] on a 24 x 24 field.
function kithIcon(svg) {
  const root = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  const found = [];
  const walk = (element, style) => {
    const own = { fill: element.getAttribute("fill") || style.fill, stroke: element.getAttribute("stroke") || style.stroke,
      width: Number(element.getAttribute("stroke-width") || style.width) };
    const number = (name) => Number(element.getAttribute(name) || 0);
    let path = null;
    if (element.tagName === "path") path = new Path2D(element.getAttribute("d"));
    if (element.tagName === "circle") { path = new Path2D(); path.arc(number("cx"), number("cy"), number("r"), 0, 7); }
    if (element.tagName === "rect") {
      path = new Path2D();
      path.roundRect(number("x"), number("y"), number("width"), number("height"), number("rx"));
    }
    if (path) found.push({ path, ...own });
    for (const child of element.children) walk(child, own);
  };
  walk(root, { fill: "#000", stroke: "none", width: 1 });
  return found;
}

const KITH_PATHS = Object.fromEntries(Object.entries(ICONS).map(([name, svg]) => [name, kithIcon(svg)]));

// What is drawn, indexed. `places` gives the current position of a node: {x, y}.
function kithScene(board, places) {
  const scene = { board, places, nodes: new Map(board.nodes.map((node) => [node.id, node])),
    lines: new Map(board.lines.map((line) => [line.id, line])), notes: new Map((board.notes || []).map((note) => [note.id, note])),
    selected: null, cursor: null, lifted: null, until: "", degree: new Map() };
  for (const line of board.lines)
    for (const end of [line.from_id, line.to_id]) scene.degree.set(end, (scene.degree.get(end) || 0) + 1);
  const weight = (node) => (node.focus ? 1e6 : 0) + (node.concern ? 400 : 0) + (node.open ? 200 : 0)
    + (node.kind === "child" || node.kind === "adult" ? 0 : 100) + (scene.degree.get(node.id) || 0);
  scene.byWeight = [...board.nodes].sort((a, b) => weight(b) - weight(a));
  return scene;
}

// Half width and half height of a node's shape at this zoom; far away shapes keep a few pixels on the screen.
function kithSize(node, scale) {
  const [wide, high] = KITH_SHAPES[node.kind] || KITH_SHAPES.location;
  const least = (node.concern || node.open || node.focus ? 4.6 : 3.4) * (node.kind === "adult" ? 0.8 : 1);
  const grow = Math.max(1, least / (scale * Math.min(wide, high)));
  let width = wide;
  if (node.kind === "adult" && grow === 1) width = Math.max(wide, (node.label.length * 6.6 + 16) / 2);
  return [width * grow, high * grow, grow];
}

function kithFrame(node, scale) {  // where ties end: the shape with its rings
  const [wide, high, grow] = kithSize(node, scale);
  const ring = node.concern ? 5.5 * grow : node.kind === "child" ? 1.6 * grow : 0.5;
  return [wide + ring, high + ring];
}

// The point where a ray from the middle of a node leaves its shape.
function kithRim(node, at, towards, gap, scale) {
  const [wide, high] = kithFrame(node, scale);
  const dx = towards.x - at.x, dy = towards.y - at.y, length = Math.hypot(dx, dy) || 1;
  let reach;
  if (node.kind === "child" || node.kind === "peer_group") reach = wide;
  else if (node.kind === "event") reach = 1 / (Math.abs(dx / length) / wide + Math.abs(dy / length) / high);
  else reach = Math.min(wide / (Math.abs(dx / length) || 1e-9), high / (Math.abs(dy / length) || 1e-9));
  // A tie that leaves downwards begins below the words, so that no name or mark is struck through.
  if (dy > 0 && node.kind !== "child" && node.below.length && scale >= KITH_FAR) {
    const down = high + 8 + 13.5 * node.below.length - 4;
    const half = Math.max(...node.below.map((line) => line.text.length * 3.1 + (line.mark ? 9 : 0)));
    const side = half / (Math.abs(dx / length) || 1e-9), out = Math.min(side, down / (dy / length));
    if (side * (dy / length) > high + 3 && out > reach) reach = out;
  }
  reach = Math.min(reach + gap, length / 2);
  return { x: at.x + (dx / length) * reach, y: at.y + (dy / length) * reach };
}

// Both ends of a line as drawn: trimmed at the shapes and set aside by its lane.
function kithEnds(scene, line, scale) {
  const from = scene.nodes.get(line.from_id), to = scene.nodes.get(line.to_id);
  let a = scene.places(line.from_id), b = scene.places(line.to_id);
  if (!from || !to || !a || !b) return null;
  const dx = b.x - a.x, dy = b.y - a.y, length = Math.hypot(dx, dy) || 1, aside = line.lane * 9;
  if (aside) {
    const move = { x: (-dy / length) * aside, y: (dx / length) * aside };
    a = { x: a.x + move.x, y: a.y + move.y };
    b = { x: b.x + move.x, y: b.y + move.y };
  }
  return [kithRim(from, a, b, 2, scale), kithRim(to, b, a, line.heads ? 1 : 2, scale)];
}

function kithStroke(ctx, a, b) {
  ctx.beginPath();
  ctx.moveTo(a.x, a.y);
  ctx.lineTo(b.x, b.y);
  ctx.stroke();
}

function kithHead(ctx, tip, from, size, hollow) {
  const turn = Math.atan2(tip.y - from.y, tip.x - from.x);
  ctx.save();
  ctx.translate(tip.x, tip.y);
  ctx.rotate(turn);
  ctx.beginPath();
  ctx.moveTo(0, 0);
  ctx.lineTo(-size, -size * 0.48);
  ctx.lineTo(-size, size * 0.48);
  ctx.closePath();
  ctx.setLineDash([]);
  if (hollow) { ctx.fillStyle = KITH_INK.white; ctx.fill(); ctx.lineWidth = Math.min(ctx.lineWidth, size / 7); ctx.stroke(); } else ctx.fill();
  ctx.restore();
}

function kithTie(ctx, scene, line, scale) {
  const ends = kithEnds(scene, line, scale);
  if (!ends) return;
  let [a, b] = ends;
  const fat = Math.max(1, 0.62 / scale), length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const along = { x: (b.x - a.x) / length, y: (b.y - a.y) / length };
  ctx.save();
  const colour = line.stale ? KITH_INK.stale
    : { harm: KITH_INK.harm, protective: KITH_INK.safe, neutral: KITH_INK.neutral }[line.standing];
  ctx.strokeStyle = ctx.fillStyle = colour;
  ctx.lineCap = "butt";
  ctx.lineWidth = (line.standing === "harm" ? 2.4 : 1.15) * fat;
  if (line.stale) { ctx.lineWidth = 1.3 * fat; ctx.setLineDash([1.3 * fat, 3.2 * fat]); }
  else if (line.provisional) ctx.setLineDash([7 * fat, 4.5 * fat]);
  if (line.standing === "protective" && !line.stale) {
    const aside = 2.1 * fat, across = { x: -along.y * aside, y: along.x * aside };
    ctx.lineWidth = 1.5 * fat;
    kithStroke(ctx, { x: a.x + across.x, y: a.y + across.y }, { x: b.x + across.x, y: b.y + across.y });
    kithStroke(ctx, { x: a.x - across.x, y: a.y - across.y }, { x: b.x - across.x, y: b.y - across.y });
    ctx.setLineDash([]);
    for (const end of [a, b]) { ctx.beginPath(); ctx.arc(end.x, end.y, 3.3 * fat, 0, 7); ctx.fill(); }
  } else {
    const size = Math.min(11 * fat, length / 2), short = line.heads ? size * 0.8 : 0;
    const tip = b, tail = a;
    b = { x: b.x - along.x * short, y: b.y - along.y * short };
    if (line.heads === "both") a = { x: a.x + along.x * short, y: a.y + along.y * short };
    kithStroke(ctx, a, b);
    if (line.heads) kithHead(ctx, tip, tail, size, line.stale);
    if (line.heads === "both") kithHead(ctx, tail, tip, size, line.stale);
  }
  ctx.setLineDash([]);
  if (line.provisional && scale >= KITH_FAR) kithQuote(ctx, { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, colour);
  ctx.restore();
}

function kithQuote(ctx, at, colour) {
  ctx.beginPath();
  ctx.arc(at.x, at.y, 7, 0, 7);
  ctx.fillStyle = KITH_INK.white;
  ctx.fill();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.2;
  ctx.stroke();
  kithWords(ctx, "“", at.x, at.y + 4.6, "700 15px", colour, false);
}

function kithWords(ctx, text, x, y, font, colour, halo) {
  ctx.font = `${font} ${KITH_FONT}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  if (halo) {
    ctx.lineJoin = "round";
    ctx.lineWidth = parseFloat(font.split(" ")[1]) * 0.3;
    ctx.strokeStyle = "rgba(255,255,255,0.92)";
    ctx.strokeText(text, x, y);
  }
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
}

function kithRound(ctx, x, y, wide, high, corner) {
  ctx.beginPath();
  ctx.roundRect(x - wide, y - high, wide * 2, high * 2, corner);
}

// The shape of one node, with the letters inside it.
function kithNode(ctx, scene, node, x, y, scale) {
  const [wide, high, grow] = kithSize(node, scale);
  const near = grow === 1;
  ctx.save();
  ctx.setLineDash([]);
  if (node.kind === "child") {
    ctx.beginPath();
    ctx.arc(x, y, wide - 0.8, 0, 7);
    ctx.fillStyle = KITH_INK.white;
    ctx.fill();
    ctx.lineWidth = node.open ? Math.max(3.2 * grow, 1.8 / scale) : Math.max(1.4 * grow, 0.9 / scale);
    ctx.strokeStyle = KITH_INK.ink;
    if (node.provisional) ctx.setLineDash([4.2 * grow, 3 * grow]);
    ctx.stroke();
    ctx.setLineDash([]);
    if (near) kithWords(ctx, node.label, x, y + 0.5, "600 12.5px", KITH_INK.ink, false);
    if (node.alleged) kithBoth(ctx, x + wide * 0.72, y - high * 0.72, 5.4 * grow);
  } else if (node.kind === "adult") {
    kithRound(ctx, x, y, wide, high - 1, 5 * grow);
    if (node.identified && !node.provisional) { ctx.fillStyle = KITH_INK.adult; ctx.fill(); } else {
      ctx.fillStyle = KITH_INK.white;
      ctx.fill();
      ctx.setLineDash([3.5 * grow, 2.6 * grow]);
      ctx.lineWidth = 1.5 * grow;
      ctx.strokeStyle = KITH_INK.ink;
      ctx.stroke();
      ctx.setLineDash([]);
    }
    if (node.concern) {
      kithRound(ctx, x, y, wide + 4.2 * grow, high + 3.2 * grow, 8 * grow);
      ctx.lineWidth = Math.max(2.1 * grow, 1.1 / scale);
      ctx.strokeStyle = KITH_INK.harm;
      ctx.stroke();
    }
    if (near) kithWords(ctx, node.label, x, y + 0.5, "600 12.5px", node.identified && !node.provisional ? KITH_INK.white : KITH_INK.soft, false);
  } else kithPictogram(ctx, node, x, y, grow);
  ctx.restore();
  kithShoulder(ctx, node, x, y, scale);
}

function kithPictogram(ctx, node, x, y, grow) {
  const paths = KITH_PATHS[node.icon] || KITH_PATHS.location, size = (node.kind === "location" ? 36 : 31) * grow;
  ctx.translate(x - size / 2, y - size / 2);
  ctx.scale(size / 24, size / 24);
  ctx.lineCap = ctx.lineJoin = "round";
  for (const part of paths) {
    if (part.fill !== "none") { ctx.fillStyle = part.fill; ctx.fill(part.path); }
    if (part.stroke !== "none") { ctx.strokeStyle = part.stroke; ctx.lineWidth = part.width * 0.86; ctx.stroke(part.path); }
  }
}

function kithBoth(ctx, x, y, radius) {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 7);
  ctx.fillStyle = KITH_INK.white;
  ctx.fill();
  ctx.lineWidth = radius * 0.26;
  ctx.strokeStyle = KITH_INK.ink;
  ctx.stroke();
  ctx.beginPath();
  ctx.arc(x, y, radius, -Math.PI / 2, Math.PI / 2);
  ctx.fillStyle = KITH_INK.ink;
  ctx.fill();
}

// The words under a node: what it is called, how old, which role. `size` 1 is the usual size of letters.
function kithBelow(ctx, node, x, y, scale, size) {
  const [, high] = kithFrame(node, scale);
  let line = y + high + 8 * size;
  for (const words of node.below) {
    const person = node.kind === "child" || node.kind === "adult";
    const colour = { safe: KITH_INK.safeText, concern: KITH_INK.harmText }[words.mark] || (words.strong ? KITH_INK.ink : KITH_INK.soft);
    const weight = words.mark || words.strong ? 600 : 400;
    const font = `${weight} ${(person && !words.strong && !words.mark ? 11 : 11.5) * size}px`;
    const shift = words.mark ? 6 * size : 0;
    kithWords(ctx, words.text, x + shift, line, font, colour, true);
    if (words.mark) {
      const half = ctx.measureText(words.text).width / 2;
      kithMark(ctx, words.mark, x + shift - half - 8 * size, line, size);
    }
    line += 13.5 * size;
  }
}

function kithMark(ctx, mark, x, y, size) {
  ctx.beginPath();
  if (mark === "safe") { ctx.arc(x, y, 3.2 * size, 0, 7); ctx.fillStyle = KITH_INK.safe; } else {
    ctx.moveTo(x, y - 4.4 * size);
    ctx.lineTo(x + 4.6 * size, y + 3.4 * size);
    ctx.lineTo(x - 4.6 * size, y + 3.4 * size);
    ctx.closePath();
    ctx.fillStyle = KITH_INK.harm;
  }
  ctx.lineWidth = 3 * size;
  ctx.lineJoin = "round";
  ctx.strokeStyle = "rgba(255,255,255,0.92)";
  ctx.stroke();
  ctx.fill();
}

// Everything under the nodes: groups, frames, the band of the selection, ties.
function kithUnder(ctx, scene, scale, frame) {
  kithGround(ctx, scene, scale);
  if (!scene.lively) kithBand(ctx, scene, scale);
  kithTies(ctx, scene, scale, frame);
  if (!scene.lively) for (const id of kithRinged(scene)) kithRing(ctx, scene, id, scale, []);
}

function kithGround(ctx, scene, scale) {
  kithGuides(ctx, scene, scale);
  for (const hull of scene.board.hulls) if (!hull.framed) kithHull(ctx, scene, hull, scale);
  for (const hull of scene.board.hulls) if (hull.framed) kithFramed(ctx, scene, hull, scale, false);
  for (const note of scene.board.notes || []) kithThread(ctx, scene, note, scale);
}

function kithBand(ctx, scene, scale) {
  const chosen = scene.selected, line = chosen && chosen.kind === "line" && scene.lines.get(chosen.id);
  const ends = line && kithEnds(scene, line, scale);
  if (!ends) return;
  ctx.save();
  ctx.lineCap = "round";
  ctx.strokeStyle = "rgba(52,67,125,0.24)";
  ctx.lineWidth = 13 * Math.max(1, 0.6 / scale);
  kithStroke(ctx, ...ends);
  ctx.restore();
}

// Who is ringed: the selected node, the ends of the selected tie, or each of several.
function kithRinged(scene) {
  const chosen = scene.selected;
  if (!chosen) return [];
  if (chosen.kind === "many") return chosen.ids;
  if (chosen.kind === "line") return scene.lines.has(chosen.id) ? [scene.lines.get(chosen.id).from_id, scene.lines.get(chosen.id).to_id] : [];
  return [chosen.id];
}

function kithRing(ctx, scene, id, scale, dash) {
  const node = scene.nodes.get(id), at = scene.places(id);
  if (scene.notes.has(id)) kithNoteRing(ctx, scene, scene.notes.get(id), scale, dash);
  const hull = node ? null : scene.board.hulls.find((one) => one.framed && one.id === id);
  if (hull) kithFramed(ctx, scene, hull, scale, true);
  if (!node || !at) return;
  const [wide, high] = kithFrame(node, scale), out = 4 * Math.max(1, 0.6 / scale);
  ctx.save();
  ctx.setLineDash(dash);
  ctx.strokeStyle = KITH_INK.accent;
  ctx.lineWidth = 3 * Math.max(1, 0.6 / scale);
  const round = node.kind === "child" ? wide + out : 10;
  kithRound(ctx, at.x, at.y, wide + out, high + out, round);
  ctx.stroke();
  ctx.restore();
}

// A group as a soft area around its members, with rounded corners.
function kithHull(ctx, scene, hull, scale) {
  const points = [];
  for (const id of hull.members) {
    const at = scene.places(id);
    if (at) for (let turn = 0; turn < 10; turn++)
      points.push([at.x + 34 * Math.cos((turn * Math.PI) / 5), at.y + 34 * Math.sin((turn * Math.PI) / 5) + 5]);
  }
  const around = kithConvex(points);
  if (around.length < 3) return;
  ctx.save();
  ctx.beginPath();
  around.forEach(([x, y], place) => (place ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
  ctx.closePath();
  ctx.fillStyle = KITH_INK.hull;
  ctx.globalAlpha = 0.85;
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.lineWidth = 1.2 * Math.max(1, 0.6 / scale);
  ctx.strokeStyle = KITH_INK.hullEdge;
  if (hull.found) ctx.setLineDash([2, 4]);
  ctx.stroke();
  if (hull.found && scale >= KITH_FAR) {
    const top = around.reduce((best, point) => (point[1] < best[1] ? point : best));
    kithWords(ctx, hull.label, top[0], top[1] - 9, "600 11.5px", KITH_INK.soft, true);
  }
  ctx.restore();
}

function kithConvex(points) {
  const sorted = points.slice().sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (list) => {
    const found = [];
    for (const p of list) {
      while (found.length > 1) {
        const [a, b] = [found[found.length - 2], found[found.length - 1]];
        if ((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]) > 0) break;
        found.pop();
      }
      found.push(p);
    }
    return found.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

// Everything over the nodes: words, and far away only the words there is room for, at the size the screen needs; notes.
function kithOver(ctx, scene, scale, frame) {
  const visible = (at) => at && at.x > frame.left && at.x < frame.right && at.y > frame.top && at.y < frame.bottom;
  const lifted = scene.lifted;
  if (scale >= KITH_FAR) {
    for (const node of scene.board.nodes) {
      const at = scene.places(node.id);
      if (visible(at) && !(lifted && lifted.has(node.id))) kithBelow(ctx, node, at.x, at.y, scale, 1);
    }
  } else kithFarWords(ctx, scene, scale, visible);
  for (const note of scene.board.notes || []) if (!(lifted && lifted.has(note.id))) kithNote(ctx, scene, note, scale);
  if (!scene.lively) kithCursor(ctx, scene, scale);
}

// Where the keyboard is, dashed.
function kithCursor(ctx, scene, scale) {
  const cursor = scene.cursor;
  if (!cursor) return;
  if (cursor.kind !== "line") { kithRing(ctx, scene, cursor.id, scale, [5, 3]); return; }
  const ends = scene.lines.has(cursor.id) && kithEnds(scene, scene.lines.get(cursor.id), scale);
  if (!ends) return;
  ctx.save();
  ctx.setLineDash([5, 3]);
  ctx.strokeStyle = KITH_INK.accent;
  ctx.lineWidth = 4 * Math.max(1, 0.6 / scale);
  kithStroke(ctx, ...ends);
  ctx.restore();
}

function kithFarWords(ctx, scene, scale, visible) {
  const taken = new Set(), cell = 10, size = 1 / scale;
  const block = (x, y, wide, high, set) => {
    for (let i = Math.floor((x - wide) / cell); i <= Math.floor((x + wide) / cell); i++)
      for (let j = Math.floor((y - high) / cell); j <= Math.floor((y + high) / cell); j++) {
        if (set) taken.add(i * 65536 + j); else if (taken.has(i * 65536 + j)) return false;
      }
    return true;
  };
  for (const node of scene.byWeight) {
    const at = scene.places(node.id);
    if (!visible(at) || (scene.lifted && scene.lifted.has(node.id))) continue;
    const person = node.kind === "child" || node.kind === "adult";
    const text = person ? node.label : node.below.length ? node.below[0].text : "";
    const [, high] = kithFrame(node, scale), x = at.x * scale, y = (at.y + high) * scale + 8;
    const wide = text.length * 3.2 + 3;
    if (!text || !block(x, y, wide, 6, false)) continue;
    block(x, y, wide, 6, true);
    const colour = node.concern ? KITH_INK.harmText : KITH_INK.ink;
    kithWords(ctx, text, at.x, at.y + high + 8 * size, `600 ${11 * size}px`, colour, true);
  }
}

// The line under a point, if any: within 7 pixels on the screen.
function kithLineAt(scene, point, scale) {
  let best = null, least = 7 / scale;
  const far = 40 / scale, near = { left: point.x - far, right: point.x + far, top: point.y - far, bottom: point.y + far };
  for (const line of scene.board.lines) {
    const one = scene.places(line.from_id), other = scene.places(line.to_id);
    if (!one || !other || !kithSeen(one, other, near) || (scene.until && line.first_observed > scene.until)) continue;
    const ends = kithEnds(scene, line, scale);
    if (!ends) continue;
    const [a, b] = ends, dx = b.x - a.x, dy = b.y - a.y;
    const t = Math.max(0, Math.min(1, ((point.x - a.x) * dx + (point.y - a.y) * dy) / (dx * dx + dy * dy || 1)));
    const away = Math.hypot(point.x - a.x - t * dx, point.y - a.y - t * dy);
    if (away < least) { least = away; best = line; }
  }
  return best;
}

// Hooks the drawing to a vis network whose nodes have shape "custom".
function kithAttach(network, scene) {
  scene.places = (id) => network.body.nodes[id];
  network.on("beforeDrawing", (ctx) => kithUnder(ctx, scene, network.getScale()));
  network.on("afterDrawing", (ctx) => {
    const scale = network.getScale(), middle = network.getViewPosition(), canvas = network.canvas.frame.canvas;
    const wide = canvas.clientWidth / scale / 2 + 60, high = canvas.clientHeight / scale / 2 + 60;
    kithOver(ctx, scene, scale, { left: middle.x - wide, right: middle.x + wide, top: middle.y - high, bottom: middle.y + high });
  });
}

// What vis needs to know of a node.
function kithVisNode(network, scene, node) {
  return { id: node.id, x: node.x, y: node.y, shape: "custom", ctxRenderer: ({ ctx, id, x, y }) => {
    const found = scene().nodes.get(id), scale = network().getScale();
    if (!found) return { drawNode() {}, nodeDimensions: { width: 1, height: 1 } };
    const [wide, high] = kithFrame(found, scale);
    return { drawNode: () => kithNode(ctx, scene(), found, x, y, scale),
      nodeDimensions: { width: wide * 2, height: high * 2 } };
  } };
}

// Shows everything, with the words, within the canvas below its first line of text.
function kithFit(network, scene, top) {
  const canvas = network.canvas.frame.canvas, frame = { left: 1e9, right: -1e9, top: 1e9, bottom: -1e9 };
  for (const node of scene.board.nodes) {
    const at = scene.places(node.id);
    if (!at) continue;
    const words = Math.max(24, ...node.below.map((line) => line.text.length * 3.3 + (line.mark ? 8 : 0)));
    frame.left = Math.min(frame.left, at.x - words);
    frame.right = Math.max(frame.right, at.x + words);
    frame.top = Math.min(frame.top, at.y - 24);
    frame.bottom = Math.max(frame.bottom, at.y + 24 + 14 * node.below.length);
  }
  for (const note of scene.board.notes || []) {
    const at = kithSpot(scene, note), box = kithNoteBox(note);
    frame.left = Math.min(frame.left, at.x - box.wide / 2);
    frame.right = Math.max(frame.right, at.x + box.wide / 2);
    frame.top = Math.min(frame.top, at.y - box.high / 2);
    frame.bottom = Math.max(frame.bottom, at.y + box.high / 2);
  }
  for (const hull of scene.board.hulls) {
    const box = hull.framed && kithFrameBox(scene, hull);
    if (!box) continue;
    frame.left = Math.min(frame.left, box.left);
    frame.right = Math.max(frame.right, box.right);
    frame.top = Math.min(frame.top, box.top - 26);
    frame.bottom = Math.max(frame.bottom, box.bottom);
  }
  if (frame.left > frame.right) return;
  const wide = frame.right - frame.left, high = frame.bottom - frame.top, room = canvas.clientHeight - top;
  const scale = Math.max(0.01, Math.min(1.15, (canvas.clientWidth - 24) / wide, (room - 16) / high));
  network.moveTo({ position: { x: (frame.left + frame.right) / 2, y: (frame.top + frame.bottom) / 2 - top / 2 / scale },
    scale, animation: false });
}
