// Drawing a tie that was said in the meeting: two clicks or one drag, then what kind it is, who said it, in which words.

function kithTieClick(live, target) {
  if (target?.kind !== "node") { live.tell("Click somebody, or a place. Escape leaves."); return; }
  const { tying, scene } = live;
  if (!tying.from) {
    tying.from = target.id;
    live.tell(`Tie from ${scene.nodes.get(target.id).name}: now the other.`);
    live.network.refresh();
  } else if (tying.from !== target.id) {
    const from = tying.from;
    live.tying = { from: "" };
    kithTied(live, from, target.id);
  }
}

function kithKindsBetween(live, from, to) {
  const kind = (id) => live.scene.nodes.get(id)?.kind;
  return live.data.edit.kinds.filter((one) => one.ends.some(([a, b]) => a === kind(from) && b === kind(to)));
}

// A tie of the last used kind that fits, drawn at once; then the chooser.
function kithTied(live, from, to) {
  const forth = kithKindsBetween(live, from, to), back = kithKindsBetween(live, to, from), last = live.kept.kind;
  if (!forth.length && !back.length) {
    live.tell(`Kith has no kind of tie between ${live.scene.nodes.get(from).name} and ${live.scene.nodes.get(to).name}.`, true);
    return;
  }
  const quiet = (kinds) => kinds.find((one) => one.kind === "knows") || kinds.find((one) => one.standing === "neutral") || kinds[0];
  const named = (kinds) => kinds.find((one) => one.kind === last);
  const kind = named(forth) || named(back) || quiet(forth) || quiet(back), turned = !forth.includes(kind);
  const ends = turned ? { from_id: to, to_id: from } : { from_id: from, to_id: to };
  const tie = { id: kithId("S-"), ...ends, kind: kind.kind, said_by: live.kept.saidBy, words: "" };
  kithDo(live, ["tie", tie]);
  live.tying = null;
  kithStrip(live);
  live.tell(kithSentence(live.scene.board, kind, tie.from_id, tie.to_id));
  kithTieForm(live, { ...tie, fresh: true });
}

// The chooser again, for a tie said here.
function kithRetie(live, lineId) {
  const line = live.scene.lines.get(lineId), said = line?.provisional && line.assertions.length === 1 && line.assertions[0].startsWith("S-") ? line : null;
  if (!said) return false;
  kithTieForm(live, { id: said.assertions[0], from_id: said.from_id, to_id: said.to_id, kind: said.kinds[0], said_by: "", words: "" });
  return true;
}

KITH_FORMS.tie = kithTieForm;
function kithTieForm(live, args) {
  const was = args.was || { from_id: args.from_id, to_id: args.to_id, kind: args.kind, said_by: args.said_by, words: args.words };
  const tie = { ...args, was }, { scene } = live, a = scene.places(tie.from_id), b = scene.places(tie.to_id);
  const sentence = kithElement("p", { className: "sentence", "aria-live": "polite" });
  const list = kithElement("div", { className: "list", role: "listbox", tabIndex: 0, "aria-label": "Kind of tie" });
  const turn = kithElement("button", { type: "button", className: "turn", textContent: "Turn round (R)" });
  const saidBy = kithElement("input", { name: "said_by", maxLength: 500, value: tie.said_by, autocomplete: "off" });
  const words = kithElement("input", { name: "words", maxLength: 500, value: tie.words, autocomplete: "off" });
  const hidden = ["kind", "from_id", "to_id"].map((name) => kithElement("input", { type: "hidden", name, value: tie[name] }));
  const chooser = kithChooser(list, () => kithKindsBetween(live, tie.from_id, tie.to_id), (kind) => {
    tie.kind = kind.kind;
    hidden[0].value = kind.kind;
    sentence.textContent = kithSentence(scene.board, kind, tie.from_id, tie.to_id);
    list.dispatchEvent(new Event("input", { bubbles: true }));
  });
  const turned = () => {
    const other = kithKindsBetween(live, tie.to_id, tie.from_id);
    if (!other.length) { live.tell("Kith has no kind of tie in that direction."); return; }
    [tie.from_id, tie.to_id] = [tie.to_id, tie.from_id];
    hidden[1].value = tie.from_id;
    hidden[2].value = tie.to_id;
    chooser.fill(tie.kind);
  };
  turn.addEventListener("click", turned);
  list.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "r" && !chooser.typing() && !event.ctrlKey && !event.metaKey) { event.preventDefault(); turned(); }
    else if (event.key === "Enter") { event.preventDefault(); list.closest("form").requestSubmit(); }
    else chooser.key(event);
  });
  list.addEventListener("dblclick", () => list.closest("form").requestSubmit());
  const form = kithForm(live, { what: "tie", args: tie, label: "Said in meeting, not verified", at: a && b && kithMiddle(scene, tie),
    inside: [sentence, list, turn, kithField("Who said it", saidBy), kithField("In their words", words), ...hidden], keep: (values) => {
      live.kept.kind = tie.kind;
      live.kept.saidBy = values.said_by.trim();
      const now = { id: tie.id, from_id: tie.from_id, to_id: tie.to_id, kind: tie.kind, said_by: values.said_by.trim(), words: values.words.trim() };
      const same = args.fresh && ["from_id", "to_id", "kind", "said_by", "words"].every((name) => now[name] === was[name]);
      if (!same) kithDo(live, ["tie", now]);
      live.tell(`${sentence.textContent} (said in meeting, not verified)`);
      return "";
    } });
  if (!form) return;
  form.beside = [tie.from_id, tie.to_id];
  chooser.fill(tie.kind);
  list.focus({ preventScroll: true });
  kithPlaceForm(live);
}

// A listbox of kinds, grouped by what they do to a child, in words; first letters jump.
function kithChooser(list, kinds, pick) {
  const heads = { harm: "Harm", protective: "Protective", neutral: "Neither harm nor protection" };
  let options = [], at = -1, typed = "", when = 0;
  const go = (place) => {
    if (!options.length) return;
    at = (place + options.length) % options.length;
    options.forEach((one, other) => one.element.setAttribute("aria-selected", String(other === at)));
    list.setAttribute("aria-activedescendant", options[at].element.id);
    options[at].element.scrollIntoView({ block: "nearest" });
    pick(options[at].kind);
  };
  return {
    typing: () => typed && Date.now() - when < 800,
    fill: (kind) => {
      options = [];
      list.replaceChildren(...Object.entries(heads).flatMap(([standing, words]) => {
        const some = kinds().filter((one) => one.standing === standing);
        if (!some.length) return [];
        const group = kithElement("div", { role: "group", "aria-label": words }, kithElement("p", { textContent: words, "aria-hidden": "true" }));
        for (const one of some) {
          const place = options.length, element = kithElement("div", { role: "option", id: `kith-kind-${one.kind}`, className: standing, textContent: one.label });
          element.addEventListener("click", () => go(place));
          options.push({ kind: one, element });
          group.append(element);
        }
        return [group];
      }));
      go(Math.max(0, options.findIndex((one) => one.kind.kind === kind)));
    },
    key: (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) go(at + step);
      else if (event.key === "Home" || event.key === "End") go(event.key === "Home" ? 0 : options.length - 1);
      else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && event.key !== " ") {
        typed = Date.now() - when > 800 ? event.key.toLowerCase() : typed + event.key.toLowerCase();
        when = Date.now();
        const from = typed.length === 1 ? at + 1 : at;
        for (let step = 0; step < options.length; step++) {
          const place = (from + step) % options.length;
          if (options[place].kind.label.toLowerCase().startsWith(typed)) { go(place); break; }
        }
      } else return;
      event.preventDefault();
    },
  };
}

// Taking a tie away: only one that was said here, and saying why it does not hold. Records are questioned, not deleted.
KITH_FORMS.untie = kithUntieForm;
function kithUntie(live, lineId) {
  const line = live.scene.lines.get(lineId), said = line ? line.assertions.filter((id) => id.startsWith("S-")) : [];
  if (!said.length) { live.tell("A tie from records is not taken away here: its records are questioned in the panel.", true); return; }
  kithUntieForm(live, { ids: said, sentence: line.sentence, at: kithMiddle(live.scene, line) });
}

function kithMiddle(scene, line) {
  const a = scene.places(line.from_id), b = scene.places(line.to_id);
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

function kithUntieForm(live, args) {
  const why = kithElement("input", { name: "why", maxLength: 500, autocomplete: "off" });
  kithForm(live, { what: "untie", args, label: "Does not hold", at: args.at, inside: [kithElement("p", { className: "sentence", textContent: args.sentence }), kithField("Why", why, "Drawn by mistake; the worker corrected it. It stays in the log under your name.")],
    keep: (values) => {
      if (!values.why.trim()) return "Say why: it stays in the log.";
      kithDo(live, ...args.ids.map((id) => ["discard", { id, why: values.why.trim() }]));
      live.choose(null);
      live.tell("Discarded. It stays in the log.");
      return "";
    } });
}
