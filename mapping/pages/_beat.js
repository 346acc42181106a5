// Asks for a run of the fragment it stands in, again and again, but never beside a press.

const QUIET = 100; // ms after a press: by then the page has sent it
const PRESSES = ["pointerdown", "pointerup", "click", "keydown", "keyup"];
let pressed = -Infinity;
for (const kind of PRESSES) addEventListener(kind, () => { pressed = performance.now(); }, { capture: true, passive: true });

function start() {
  const beat = { sent: performance.now() };
  beat.timer = setInterval(() => {
    const now = performance.now();
    if (now - beat.sent < beat.every || now - pressed < QUIET) return;
    beat.sent = now;
    beat.send(now);
  }, QUIET / 2);
  return beat;
}

export default function ({ data, parentElement, setStateValue }) {
  const beat = (parentElement.kithBeat ??= start());
  beat.every = data.every * 1000;
  beat.send = (now) => setStateValue("beat", Math.round(now));
  return () => {
    clearInterval(beat.timer);
    delete parentElement.kithBeat;
  };
}
