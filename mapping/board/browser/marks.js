// What people put on a board themselves: notes, frames, pins, and the quotation mark of what was said in a meeting.
// Shared by the component and the standalone page.

Object.assign(KITH_INK, { note: "#FBF1DC", noteEdge: "#8A8376", late: "#7A4A06", line: "#DDD8CE", frame: "#8A8376" });
const KITH_NOTE = { wide: 168, pad: 9, line: 15.5, most: 7 };
const KITH_RULER = document.createElement("canvas").getContext("2d");

// A text as lines that fit a width; the last line ends in "…" when there was more.
function kithWrapped(text, wide, most, font) {
  KITH_RULER.font = `${font} ${KITH_FONT}`;
  const fits = (words) => KITH_RULER.measureText(words).width <= wide, lines = [];
  let cut = false;
  // Only so much of a long text can be seen: the rest is not measured.
  const seen = [...text.slice(0, 1500)].join("");
  for (const paragraph of seen.split("\n")) {
    let line = "";
    for (let word of paragraph.split(/\s+/)) {
      while (!fits(word)) {
        let part = word.length - 1;
        while (part > 1 && !fits(word.slice(0, part))) part = Math.floor(part * 0.8);
        if (line) lines.push(line);
        lines.push(word.slice(0, part));
        line = "";
        word = word.slice(part);
        if (lines.length > most) break;
      }
      if (line && !fits(`${line} ${word}`)) { lines.push(line); line = word; } else line = line ? `${line} ${word}` : word;
      if (lines.length > most) break;
    }
    lines.push(line);
    if (lines.length > most) break;
  }
  if (lines.length > most || seen.length < text.length) {
    cut = true;
    lines.length = Math.min(lines.length, most);
    let last = lines[lines.length - 1].trimEnd();
    while (last && !fits(`${last}…`)) last = last.slice(0, -1);
    lines[lines.length - 1] = `${last}…`;
  }
  return { lines, cut };
}

function kithNoteBox(note) {
  if (!note.box) {
    const inner = KITH_NOTE.wide - 2 * KITH_NOTE.pad;
    const { lines, cut } = kithWrapped(note.text, inner, KITH_NOTE.most, "400 12.5px");
    const foot = note.asks ? "Two texts: which?" : note.by ? kithWrapped(note.by, inner, 1, "400 11px").lines[0] : "";
    note.box = { lines, cut, foot, wide: KITH_NOTE.wide, high: 2 * KITH_NOTE.pad + KITH_NOTE.line * lines.length + (foot ? 16 : 0) };  // its place is its middle
  }
  return note.box;
}

function kithSpot(scene, thing) {  // where a note lies: it is moved like a node
  return scene.places(thing.id) || thing;
}

// A note: a paper with a turned corner. Its place is its middle.
function kithNote(ctx, scene, note, scale) {
  const box = kithNoteBox(note), at = kithSpot(scene, note), left = at.x - box.wide / 2, top = at.y - box.high / 2, fold = 12, thin = Math.max(1, 0.62 / scale);
  ctx.save();
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.moveTo(left, top);
  ctx.lineTo(left + box.wide, top);
  ctx.lineTo(left + box.wide, top + box.high - fold);
  ctx.lineTo(left + box.wide - fold, top + box.high);
  ctx.lineTo(left, top + box.high);
  ctx.closePath();
  ctx.fillStyle = KITH_INK.note;
  ctx.fill();
  ctx.lineWidth = 1.2 * thin;
  ctx.strokeStyle = KITH_INK.noteEdge;
  ctx.stroke();
  ctx.beginPath();
  ctx.moveTo(left + box.wide, top + box.high - fold);
  ctx.lineTo(left + box.wide - fold, top + box.high - fold);
  ctx.lineTo(left + box.wide - fold, top + box.high);
  ctx.stroke();
  if (scale >= 0.35) {
    ctx.textBaseline = "alphabetic";
    ctx.textAlign = "left";
    ctx.font = `400 12.5px ${KITH_FONT}`;
    ctx.fillStyle = KITH_INK.ink;
    box.lines.forEach((line, place) => ctx.fillText(line, left + KITH_NOTE.pad, top + KITH_NOTE.pad + 11 + place * KITH_NOTE.line));
    if (box.foot) {
      ctx.font = `${note.asks ? 600 : 400} 11px ${KITH_FONT}`;
      ctx.fillStyle = note.asks ? KITH_INK.late : KITH_INK.soft;
      ctx.fillText(box.foot, left + KITH_NOTE.pad, top + box.high - 7);
    }
  }
  ctx.restore();
}

// The thread from a note to whoever it is stuck to, under both.
function kithThread(ctx, scene, note, scale) {
  const to = note.on && scene.places(note.on);
  if (!to) return;
  const at = kithSpot(scene, note);
  ctx.save();
  ctx.setLineDash([]);
  ctx.strokeStyle = KITH_INK.noteEdge;
  ctx.lineWidth = 1 * Math.max(1, 0.62 / scale);
  kithStroke(ctx, at, to);
  ctx.restore();
}

function kithNoteAt(scene, point) {
  const notes = scene.board.notes || [];
  for (let place = notes.length - 1; place >= 0; place--) {
    const at = kithSpot(scene, notes[place]), box = kithNoteBox(notes[place]);
    if (Math.abs(point.x - at.x) <= box.wide / 2 && Math.abs(point.y - at.y) <= box.high / 2) return notes[place];
  }
  return null;
}

function kithNoteRing(ctx, scene, note, scale, dash) {
  const box = kithNoteBox(note), at = kithSpot(scene, note), fat = Math.max(1, 0.6 / scale), out = 4 * fat;
  ctx.save();
  ctx.setLineDash(dash);
  ctx.strokeStyle = KITH_INK.accent;
  ctx.lineWidth = 3 * fat;
  kithRound(ctx, at.x, at.y, box.wide / 2 + out, box.high / 2 + out, 6);
  ctx.stroke();
  ctx.restore();
}

// A frame put around some by hand: a solid rectangle with its name on a tab, none of the soft shapes of a group.
function kithFrameBox(scene, hull) {
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const id of hull.members) {
    const node = scene.nodes.get(id), note = node ? null : scene.notes?.get(id), at = scene.places(id);
    if (!at || !(node || note)) continue;
    const wide = note ? kithNoteBox(note).wide / 2 + 14 : 44, above = note ? kithNoteBox(note).high / 2 + 14 : 38;
    const below = note ? kithNoteBox(note).high / 2 + 14 : 34 + 14 * node.below.length;
    box.left = Math.min(box.left, at.x - wide);
    box.right = Math.max(box.right, at.x + wide);
    box.top = Math.min(box.top, at.y - above);
    box.bottom = Math.max(box.bottom, at.y + below);
  }
  return box.left < box.right ? box : null;
}

function kithFrameTab(hull, box, scale) {
  const size = Math.max(1, 0.75 / scale);
  if (hull.tabFor !== hull.label) {
    KITH_RULER.font = `600 12px ${KITH_FONT}`;
    hull.tabWords = kithWrapped(hull.label || "Frame", 240, 1, "600 12px").lines[0];
    hull.tabWide = KITH_RULER.measureText(hull.tabWords).width + 16;
    hull.tabFor = hull.label;
  }
  return { left: box.left, top: box.top - 21 * size, wide: hull.tabWide * size, high: 21 * size, size };
}

function kithFramed(ctx, scene, hull, scale, chosen) {
  const box = kithFrameBox(scene, hull);
  if (!box) return;
  const fat = Math.max(1, 0.62 / scale), tab = kithFrameTab(hull, box, scale);
  ctx.save();
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.roundRect(box.left, box.top, box.right - box.left, box.bottom - box.top, [0, 8, 8, 8]);
  if (!chosen) { ctx.fillStyle = "rgba(247,245,240,0.55)"; ctx.fill(); }
  ctx.lineWidth = (chosen ? 3 : 1.4) * fat;
  ctx.strokeStyle = chosen ? KITH_INK.accent : KITH_INK.frame;
  ctx.stroke();
  ctx.beginPath();
  ctx.roundRect(tab.left, tab.top, tab.wide, tab.high, [6 * tab.size, 6 * tab.size, 0, 0]);
  ctx.fillStyle = KITH_INK.white;
  ctx.fill();
  ctx.stroke();
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.font = `600 ${12 * tab.size}px ${KITH_FONT}`;
  ctx.fillStyle = KITH_INK.ink;
  ctx.fillText(hull.tabWords, tab.left + 8 * tab.size, tab.top + tab.high / 2 + 0.5 * tab.size);
  ctx.restore();
}

// A frame is taken by its name or its edge; what is inside stays free for a click, a box or a note.
function kithFrameAt(scene, point, scale) {
  const edge = 6 / scale;
  for (const hull of scene.board.hulls) {
    if (!hull.framed) continue;
    const box = kithFrameBox(scene, hull);
    if (!box) continue;
    const tab = kithFrameTab(hull, box, scale);
    if (point.x >= tab.left && point.x <= tab.left + tab.wide && point.y >= tab.top && point.y <= tab.top + tab.high) return hull;
    const inX = point.x > box.left - edge && point.x < box.right + edge, inY = point.y > box.top - edge && point.y < box.bottom + edge;
    const near = Math.min(Math.abs(point.x - box.left), Math.abs(point.x - box.right), Math.abs(point.y - box.top), Math.abs(point.y - box.bottom));
    if (inX && inY && near <= edge) return hull;
  }
  return null;
}

// Small marks at the shoulder of a node: a pin for who stays, a quotation mark for who was only said to exist.
function kithShoulder(ctx, node, x, y, scale) {
  if (!node.pinned && !node.provisional) return;
  const [wide, high, grow] = kithSize(node, scale);
  if (node.provisional && scale >= KITH_FAR) {
    ctx.save();
    ctx.setLineDash([]);
    kithQuote(ctx, { x: x + wide * 0.8, y: y - high * 0.8 }, KITH_INK.soft);
    ctx.restore();
  }
  if (!node.pinned) return;
  const px = x - wide * 0.8, py = y - high * 0.85, size = Math.max(grow, 0.8 / scale);
  ctx.save();
  ctx.setLineDash([]);
  ctx.lineWidth = 1.6 * size;
  ctx.strokeStyle = KITH_INK.ink;
  kithStroke(ctx, { x: px, y: py }, { x: px + 4.2 * size, y: py + 7 * size });
  ctx.beginPath();
  ctx.arc(px, py, 4 * size, 0, 7);
  ctx.fillStyle = KITH_INK.white;
  ctx.fill();
  ctx.stroke();
  ctx.beginPath();
  ctx.arc(px, py, 1.6 * size, 0, 7);
  ctx.fillStyle = KITH_INK.ink;
  ctx.fill();
  ctx.restore();
}

// Upright lines with their months, of a board laid out by time.
function kithGuides(ctx, scene, scale) {
  const guides = scene.board.guides || [], size = Math.max(1, 0.75 / scale);
  if (!guides.length || !scene.board.nodes.length) return;
  const heights = scene.board.nodes.map((node) => scene.places(node.id)?.y ?? 0), top = Math.min(...heights) - 56, bottom = Math.max(...heights) + 56;
  ctx.save();
  ctx.setLineDash([]);
  ctx.strokeStyle = KITH_INK.line;
  ctx.lineWidth = Math.max(1, 0.62 / scale);
  for (const guide of guides) {
    kithStroke(ctx, { x: guide.x, y: top }, { x: guide.x, y: bottom });
    ctx.textAlign = "left";
    ctx.textBaseline = "bottom";
    ctx.font = `400 ${11 * size}px ${KITH_FONT}`;
    ctx.fillStyle = "#5B6670";
    ctx.fillText(guide.words, guide.x + 4 * size, top + 2 * size);
  }
  ctx.restore();
}
