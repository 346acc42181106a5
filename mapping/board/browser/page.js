// The standalone page: pyvis has drawn its network; this puts Kith's shapes, ties and words in place of vis's own.
(function () {
  const board = JSON.parse(document.getElementById("kith-data").textContent);
  const scene = kithScene(board, () => null), tip = document.getElementById("kith-tip");
  kithAttach(network, scene);
  network.setOptions({ physics: false, nodes: { shape: "custom", chosen: false }, interaction: { hover: false, zoomSpeed: 0.6 } });
  nodes.update(board.nodes.map((node) => kithVisNode(() => network, () => scene, node)));
  kithLegend(document.querySelector(".legend"), board.legend);
  const fit = () => kithFit(network, scene, 8);
  const place = document.getElementById("mynetwork");
  network.on("click", (event) => {
    const line = event.nodes.length ? null : kithLineAt(scene, event.pointer.canvas, network.getScale());
    scene.selected = event.nodes.length ? { kind: "node", id: event.nodes[0] } : line ? { kind: "line", id: line.id } : null;
    network.redraw();
  });
  place.addEventListener("mousemove", (event) => {
    const box = place.getBoundingClientRect(), at = { x: event.clientX - box.left, y: event.clientY - box.top };
    const id = network.getNodeAt(at), line = id ? null : kithLineAt(scene, network.DOMtoCanvas(at), network.getScale());
    const words = id ? scene.nodes.get(id)?.said : line ? line.sentence : "";
    tip.hidden = !words;
    tip.textContent = words || "";
    tip.style.left = `${Math.min(event.clientX + 14, innerWidth - 310)}px`;
    tip.style.top = `${event.clientY + 16}px`;
  });
  const late = new Promise((done) => setTimeout(done, 1500));
  Promise.race([late, Promise.all(["400 12px", "600 12px"].map((font) => document.fonts.load(`${font} 'Source Sans'`, "Kith")))]).then(() => {
    fit();
    network.redraw();
    document.body.dataset.drawn = "1";
  });
  addEventListener("resize", fit);
})();
