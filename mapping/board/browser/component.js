// The board as a Streamlit component: one vis network per place on the page, kept across reruns.

function kithSaid(place, said) {
  const inner = document.createElement("span");
  const strong = document.createElement("b");
  strong.textContent = said[0];
  inner.append("Showing ", strong, said.slice(1).map((words) => " · " + words).join(""));
  place.replaceChildren(inner);
}

// The time strip: bars, two handles, and the window in words. `send` gets [first month, last month] when one is let go.
function kithTime(root, data, send) {
  const months = data.board.months, box = root.querySelector(".time"), size = months.length;
  box.hidden = !data.window || !size;
  if (box.hidden) return;
  const bars = root.querySelector(".bars"), from = root.querySelector(".from"), to = root.querySelector(".to");
  const most = Math.max(1, ...months.map((month) => month.records));
  bars.replaceChildren(...months.map((month) => {
    const bar = document.createElement("i");
    bar.style.height = `${Math.max(3, (month.records / most) * 100)}%`;
    bar.title = `${month.month}: ${month.records} records`;
    return bar;
  }));
  const name = (month, year) => "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ")[Number(month.slice(5)) - 1]
    + (year ? " " + (year === "long" ? month.slice(0, 4) : month.slice(2, 4)) : "");
  root.querySelector(".months").replaceChildren(...months.flatMap((month, place) => {
    if (place % 3 || place > size - 2) return [];
    const words = document.createElement("span");
    words.textContent = name(month.month, place === 0 || /-0[123]$/.test(month.month));
    words.style.left = `${(place / size) * 100}%`;
    return [words];
  }));
  // Handles stand on the edges between months: edge k is the start of month k, edge size the end of the last.
  for (const input of [from, to]) { input.max = String(size); input.style.left = "-5px"; input.style.width = "calc(100% + 10px)"; }
  from.value = String(Math.max(0, months.findIndex((month) => month.month === data.window[0])));
  to.value = String(data.window[1] ? months.findIndex((month) => month.month === data.window[1]) + 1 : size);
  const paint = () => {
    const first = Number(from.value), last = Number(to.value);
    [...bars.children].forEach((bar, place) => bar.classList.toggle("in", place >= first && place < last));
    const start = first ? name(months[first].month, "long") : "All records";
    root.querySelector(".when b").textContent = `${start} to ${last < size ? name(months[last - 1].month, "long") : data.today}`;
    for (const [input, place] of [[from, first], [to, last - 1]]) input.setAttribute("aria-valuetext", name(months[Math.min(place, size - 1)].month, true));
  };
  from.oninput = () => { from.value = String(Math.min(Number(from.value), Number(to.value) - 1)); paint(); };
  to.oninput = () => { to.value = String(Math.max(Number(to.value), Number(from.value) + 1)); paint(); };
  from.onchange = to.onchange = () => {
    const first = Number(from.value), last = Number(to.value);
    send([first ? months[first].month : "", last < size ? months[last - 1].month : ""]);
  };
  paint();
}

// The nearest node from here in a direction: near, and not far off the way one looks.
function kithStep(scene, from, key) {
  const start = scene.places(from), [dx, dy] = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[key];
  let best = null, least = Infinity;
  for (const node of scene.board.nodes) {
    const at = scene.places(node.id);
    if (node.id === from || !at) continue;
    const ahead = (at.x - start.x) * dx + (at.y - start.y) * dy, aside = Math.abs((at.x - start.x) * dy) + Math.abs((at.y - start.y) * dx);
    if (ahead > 1 && ahead + 2 * aside < least) { least = ahead + 2 * aside; best = node.id; }
  }
  return best;
}

function kithKeys(event, live) {
  const scene = live.scene, cursor = scene.cursor || scene.selected, key = event.key;
  const node = !cursor ? null : cursor.kind === "node" ? cursor.id : cursor.by || scene.lines.get(cursor.id)?.from_id;
  if (key.startsWith("Arrow")) {
    const next = node && scene.nodes.has(node) ? kithStep(scene, node, key) : scene.byWeight[0]?.id;
    if (next) scene.cursor = { kind: "node", id: next };
  } else if ((key === "PageDown" || key === "PageUp") && node) {
    const lines = scene.board.lines.filter((line) => line.from_id === node || line.to_id === node);
    const at = cursor.kind === "line" ? lines.findIndex((line) => line.id === cursor.id) : key === "PageDown" ? -1 : 0;
    if (lines.length) scene.cursor = { kind: "line", id: lines[(at + (key === "PageDown" ? 1 : -1) + lines.length) % lines.length].id, by: node };
  } else if (key === "Enter" || key === " ") {
    if (cursor) live.choose({ kind: cursor.kind, id: cursor.id });
  } else if (key === "Escape") { scene.cursor = null; live.choose(null); }
  else if (key === "+" || key === "=") live.zoom(1.25);
  else if (key === "-") live.zoom(0.8);
  else if (key === "0") live.fit();
  else return;
  event.preventDefault();
  const on = scene.cursor;
  if (on) {
    const found = on.kind === "node" ? scene.nodes.get(on.id) : scene.lines.get(on.id);
    live.root.querySelector("[aria-live]").textContent = on.kind === "node" ? found.said : found.sentence;
    live.show(on.kind === "node" ? on.id : on.by);
  }
  live.network.redraw();
}

function kithMake(parent, vis) {
  const root = parent.querySelector(".kith-board"), place = root.querySelector(".canvas"), tip = root.querySelector(".tip");
  const live = { root, scene: kithScene({ nodes: [], lines: [], hulls: [] }, () => null), sent: {}, moved: {} };
  const nodes = (live.nodes = new vis.DataSet([]));
  const network = (live.network = new vis.Network(place, { nodes, edges: new vis.DataSet([]) }, {
    physics: false, layout: { improvedLayout: false }, nodes: { shape: "custom", chosen: false },
    interaction: { hover: false, keyboard: false, selectable: true, selectConnectedEdges: false, multiselect: false, zoomSpeed: 0.6 } }));
  network.on("beforeDrawing", (ctx) => kithUnder(ctx, live.scene, network.getScale()));
  network.on("afterDrawing", (ctx) => {
    const scale = network.getScale(), middle = network.getViewPosition(), canvas = network.canvas.frame.canvas;
    const wide = canvas.clientWidth / scale / 2 + 60, high = canvas.clientHeight / scale / 2 + 60;
    kithOver(ctx, live.scene, scale, { left: middle.x - wide, right: middle.x + wide, top: middle.y - high, bottom: middle.y + high });
  });
  live.fit = () => kithFit(network, live.scene, root.querySelector(".said").offsetHeight + 20);
  live.zoom = (by) => network.moveTo({ scale: Math.max(0.04, Math.min(3, network.getScale() * by)), animation: false });
  live.choose = (what) => { live.scene.selected = what; live.send("selected", what); network.redraw(); };
  live.show = (id) => {  // bring a node into the picture when the keyboard went past its edge
    const at = network.canvasToDOM(live.scene.places(id)), canvas = network.canvas.frame.canvas;
    if (at.x < 30 || at.y < 50 || at.x > canvas.clientWidth - 30 || at.y > canvas.clientHeight - 40)
      network.moveTo({ position: live.scene.places(id), animation: false });
  };
  network.on("click", (event) => {
    live.scene.cursor = null;
    const line = event.nodes.length ? null : kithLineAt(live.scene, event.pointer.canvas, network.getScale());
    live.choose(event.nodes.length ? { kind: "node", id: event.nodes[0] } : line ? { kind: "line", id: line.id } : null);
  });
  network.on("dragEnd", (event) => {
    if (!event.nodes.length) return;
    for (const [id, at] of Object.entries(network.getPositions(event.nodes))) live.moved[id] = [at.x, at.y];
    live.send("moved", { ...live.moved });
  });
  place.addEventListener("mousemove", (event) => {
    const at = { x: event.offsetX, y: event.offsetY }, scene = live.scene;
    const id = event.buttons ? undefined : network.getNodeAt(at);
    const line = id || event.buttons ? null : kithLineAt(scene, network.DOMtoCanvas(at), network.getScale());
    const words = id ? scene.nodes.get(id)?.said : line ? line.sentence : "";
    place.style.cursor = words ? "pointer" : "";
    tip.hidden = !words;
    if (!words) return;
    tip.textContent = words;
    tip.style.left = `${Math.min(at.x + 14, place.clientWidth - tip.offsetWidth - 6)}px`;
    tip.style.top = `${Math.min(at.y + 16, place.clientHeight - tip.offsetHeight - 6)}px`;
  });
  place.addEventListener("mouseleave", () => { tip.hidden = true; });
  place.addEventListener("keydown", (event) => kithKeys(event, live));
  root.querySelector(".zoom").addEventListener("click", (event) => {
    const what = event.target.closest("button")?.dataset.do;
    if (what) ({ in: () => live.zoom(1.25), out: () => live.zoom(0.8), fit: live.fit })[what]();
  });
  live.watch = new ResizeObserver(() => { if (!live.touched) live.fit(); });
  for (const event of ["dragStart", "zoom"]) network.on(event, () => { live.touched = true; });
  live.watch.observe(place);
  return live;
}

function kithUpdate(live, data) {
  const board = data.board, scene = kithScene(board, (id) => live.network.body.nodes[id]);
  scene.selected = data.selected;
  scene.cursor = live.scene.cursor;
  const known = new Set(board.nodes.map((node) => node.id));
  live.scene = scene;
  live.nodes.remove(live.nodes.getIds().filter((id) => !known.has(id)));
  live.nodes.update(board.nodes.map((node) => kithVisNode(() => live.network, () => live.scene, node)));
  live.root.querySelector(".canvas").setAttribute("aria-label", data.label);
  kithSaid(live.root.querySelector(".said"), data.said);
  kithLegend(live.root.querySelector(".legend"), board.legend);
  kithTime(live.root, data, (span) => live.send("window", span));
  if (live.fitted !== data.fit) { live.fitted = data.fit; live.touched = false; live.moved = {}; }
  if (!live.touched) live.fit();  // until somebody moves the picture, it shows everything
  live.network.redraw();
  live.root.dataset.drawn = String(Number(live.root.dataset.drawn || 0) + 1);
}

async function kithFonts() {
  const late = new Promise((done) => setTimeout(done, 1500));
  await Promise.race([late, Promise.all(["400 12px", "600 12px", "700 12px"].map((font) => document.fonts.load(`${font} 'Source Sans'`, "Kith")))]);
}

export default function (component) {
  const { data, parentElement, setStateValue } = component;
  let live = parentElement.kith;
  if (live && !live.root.isConnected) { live.watch.disconnect(); live.network.destroy(); live = null; }
  const first = !live;
  if (first) live = parentElement.kith = kithMake(parentElement, KITH_VIS);
  live.send = (name, value) => setStateValue(name, value);
  const latest = (live.latest = {});
  const draw = () => { if (live.latest === latest) kithUpdate(live, data); };
  if (first) kithFonts().then(draw); else draw();
  return () => setTimeout(() => {
    if (live.root.isConnected) return;
    live.watch.disconnect();
    live.network.destroy();
    delete parentElement.kith;
  }, 0);
}
