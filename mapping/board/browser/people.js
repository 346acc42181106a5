// Somebody who was named in the meeting and is held nowhere: a short form, and a dashed ring or plate on the board.

KITH_FORMS.person = kithPersonForm;
function kithSay(live) {
  const at = kithFree(live, live.network.getViewPosition(), 40, 44);
  kithPersonForm(live, { id: kithId("D-"), at });
}

function kithPersonForm(live, args) {
  const name = kithElement("input", { name: "name", maxLength: 500, autocomplete: "off" });
  const nick = kithElement("input", { type: "checkbox", name: "nick" });
  const kinds = [["child", "Child"], ["adult", "Adult"], ["unknown", "Not known"]].map(([value, words]) =>
    kithElement("label", { className: "pick" }, kithElement("input", { type: "radio", name: "kind", value }), kithElement("span", { textContent: words })));
  const age = kithElement("input", { name: "age", inputMode: "numeric", maxLength: 3, autocomplete: "off" });
  const saidBy = kithElement("input", { name: "said_by", maxLength: 500, value: live.kept.saidBy, autocomplete: "off" });
  const group = kithElement("fieldset", {}, kithElement("legend", { textContent: "Child or adult" }), ...kinds);
  kithForm(live, { what: "person", args, label: "Somebody named here, not verified", at: args.at, inside: [kithField("Name or nickname", name),
    kithElement("label", { className: "pick" }, nick, kithElement("span", { textContent: "Only a nickname: who it is, nobody knows" })), group,
    kithField("Age, if said", age), kithField("Who said so", saidBy)], keep: (values) => kithNamed(live, args, values) });
}

// Under 18, or of unknown age, somebody is a child to safeguard until known otherwise.
function kithNamed(live, args, values) {
  const name = values.name.trim(), text = values.age.trim(), age = text ? Number(text) : null;
  if (!name) return "Write a name or a nickname.";
  if (!values.kind) return "Choose child, adult or not known.";
  if (text && !(Number.isInteger(age) && age >= 0 && age <= 120)) return `“${text}” is not an age in years.`;
  if (values.kind === "adult" && age !== null && age < 18) return `Somebody of ${age} is a child.`;
  if (values.kind === "child" && age !== null && age > 17) return `Somebody of ${age} is an adult.`;
  const kind = values.kind === "unknown" ? (age !== null && age > 17 ? "adult" : "child") : values.kind;
  const words = values.kind === "unknown" && age === null ? "Child or adult: not known. Drawn as a child until known." : "";
  live.kept.saidBy = values.said_by.trim();
  kithDo(live, ["person", { id: args.id, kind, name, age, identified: !values.nick, said_by: live.kept.saidBy, words }],
    ["move", { at: { [args.id]: [kithRound1(args.at.x), kithRound1(args.at.y)] } }]);
  live.choose({ kind: "node", id: args.id });
  live.tell(`${name} is on the board: said in meeting, not verified.`);
  return "";
}
