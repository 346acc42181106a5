// The time strip of a board: bars, two handles, the window in words, and a playback of what was known when.

const KITH_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const KITH_PACE = 900;  // milliseconds a month

function kithMonth(month, year) {
  return KITH_MONTHS[Number(month.slice(5)) - 1] + (year ? " " + (year === "long" ? month.slice(0, 4) : month.slice(2, 4)) : "");
}

// `send` gets [first month, last month] when a handle is let go.
function kithTime(live, data, send) {
  const root = live.root, months = live.board.months, box = root.querySelector(".time"), size = months.length;
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
  root.querySelector(".months").replaceChildren(...months.flatMap((month, place) => {
    if (place % 3 || place > size - 2) return [];
    const words = document.createElement("span");
    words.textContent = kithMonth(month.month, place === 0 || /-0[123]$/.test(month.month));
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
    const start = first ? kithMonth(months[first].month, "long") : "All records";
    root.querySelector(".when b").textContent = `${start} to ${last < size ? kithMonth(months[last - 1].month, "long") : data.today}`;
    for (const [input, place] of [[from, first], [to, last - 1]]) input.setAttribute("aria-valuetext", kithMonth(months[Math.min(place, size - 1)].month, true));
  };
  from.onpointerdown = to.onpointerdown = () => { live.sliding = true; };  // no answer of Python takes a handle out of the hand
  from.onpointerup = to.onpointerup = () => { live.sliding = false; };
  from.oninput = () => { from.value = String(Math.min(Number(from.value), Number(to.value) - 1)); paint(); };
  to.oninput = () => { to.value = String(Math.max(Number(to.value), Number(from.value) + 1)); paint(); };
  from.onchange = to.onchange = () => {
    kithStop(live);
    const first = Number(from.value), last = Number(to.value);
    send([first ? months[first].month : "", last < size ? months[last - 1].month : ""]);
  };
  live.span = () => [Number(from.value), Number(to.value)];
  paint();
  kithPlaying(live);
}

// Playback: month by month through the window, on what is drawn; a tie stands from the month it was first observed in.
// Whoever asked their system for less motion gets one month at each press.
function kithPlay(live) {
  if (live.playing) { clearInterval(live.playing); live.playing = 0; kithPlaying(live); return; }
  const [first, last] = live.span();
  if (live.month === undefined || live.month >= last - 1) live.month = first - 1;
  const step = () => {
    live.month += 1;
    if (live.month >= live.span()[1]) { kithStop(live); live.tell("The end of the window: everything drawn again."); return; }
    kithUntil(live);
  };
  step();
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches && live.month !== undefined) live.playing = setInterval(step, KITH_PACE);
  kithPlaying(live);
}

function kithStop(live) {
  clearInterval(live.playing);
  live.playing = 0;
  live.month = undefined;
  kithUntil(live);
  kithPlaying(live);
}

function kithUntil(live) {
  const month = live.month === undefined ? null : live.board.months[live.month];
  live.scene.until = month ? `${month.month}-31` : "";
  if (month) {
    const lines = live.board.lines, known = lines.filter((line) => line.first_observed <= live.scene.until).length;
    live.tell(`To ${kithMonth(month.month, "long")}: ${known} of ${lines.length} ties observed by then`, true);
  } else live.tell("", true);
  live.network.redraw();
}

function kithPlaying(live) {
  const button = live.root.querySelector(".play"), bars = live.root.querySelector(".bars");
  button.setAttribute("aria-label", live.playing ? "Pause" : live.month === undefined ? "Play month by month" : "Play on");
  button.dataset.on = live.playing ? "1" : "";
  [...bars.children].forEach((bar, place) => bar.classList.toggle("now", place === live.month));
}
