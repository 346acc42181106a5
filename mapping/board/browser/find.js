// Finding somebody on the board by a few letters; whoever is not on it is asked of Python.

function kithFound(live, text) {
  const { scene } = live, asked = text.trim().toLowerCase(), fits = (words) => words && words.toLowerCase().includes(asked);
  if (!asked) return [];
  return [...scene.byWeight.filter((node) => fits(node.said)).map((node) => ({ kind: "node", id: node.id, words: node.said })),
    ...scene.board.notes.filter((note) => fits(note.text)).map((note) => ({ kind: "note", id: note.id, words: kithNoteSaid(note) })),
    ...scene.board.hulls.filter((hull) => hull.framed && fits(hull.label)).map((hull) => ({ kind: "frame", id: hull.id, words: `Frame: ${hull.label}` }))];
}

function kithFind(live) {
  const input = kithElement("input", { name: "text", autocomplete: "off", maxLength: 200, "aria-label": "Name, role or words of a note" });
  const count = kithElement("small", { role: "status" }), list = kithElement("div", { className: "list short", role: "listbox", "aria-label": "Found" });
  const all = kithElement("button", { type: "button", textContent: "Look in all records" });
  let found = [], at = 0;
  const show = () => {
    list.replaceChildren(...found.slice(0, 50).map((one, place) => {
      const option = kithElement("div", { role: "option", id: `kith-found-${place}`, textContent: one.words.slice(0, 120), "aria-selected": String(place === at) });
      option.addEventListener("click", () => { at = place; list.closest("form").requestSubmit(); });
      return option;
    }));
    list.children[at]?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", found.length ? `kith-found-${at}` : "");
    count.textContent = !input.value.trim() ? "" : found.length > 50 ? `Showing 50 of ${found.length} on this board` : `${found.length} on this board`;
  };
  input.addEventListener("input", () => { found = kithFound(live, input.value); at = 0; show(); });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], size = Math.min(50, found.length);
    if (!step || !size) return;
    event.preventDefault();
    at = (at + step + size) % size;
    show();
  });
  const form = kithForm(live, { what: "find", label: "Find on this board", inside: [input, count, list], only: "Go there", more: [all], keep: () => {
    const one = found[at];
    if (!one) return input.value.trim() ? "Nobody and nothing on this board. Not on the board is not the same as not there." : "Write a few letters.";
    const spot = one.kind === "frame" ? live.network.DOMtoCanvas(live.spot(one.id)) : live.scene.places(one.id);
    live.touched = true;
    live.network.moveTo({ position: { ...spot }, scale: Math.max(live.network.getScale(), 0.7) });
    live.remember();
    live.choose({ kind: one.kind, id: one.id });
    live.tell(one.words);
    return "";
  } });
  all.addEventListener("click", () => { const text = input.value.trim(); form?.closeForm(); live.wish("find", { text }); });
}
