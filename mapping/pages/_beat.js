// Presses the button beside it, again and again, but never while another press is still to be sent or worked on.

const QUIET = 100; // ms after a press, at least: by then the page has sent it
const PRESSES = ["pointerdown", "pointerup", "click", "keydown", "keyup"];
let pressed = -Infinity;
for (const kind of PRESSES) addEventListener(kind, () => { pressed = performance.now(); }, { capture: true, passive: true });

function start(parentElement) {
  const beat = { sent: performance.now() };
  const app = document.querySelector("[data-testid=stApp]");
  const place = (parentElement.host ?? parentElement).closest("[class*=st-key-kith-beat-]");
  beat.timer = setInterval(() => {
    const now = performance.now();
    if (now - beat.sent < beat.every || now - pressed < beat.quiet) return;
    if ((app?.dataset.testScriptState ?? "notRunning") !== "notRunning") return;
    beat.sent = now;
    const before = pressed;
    place.querySelector("button")?.click();
    pressed = before;
  }, QUIET / 2);
  return beat;
}

export default function ({ data, parentElement }) {
  const beat = (parentElement.kithBeat ??= start(parentElement));
  beat.every = data.every * 1000;
  beat.quiet = Math.max(QUIET, data.quiet * 1000);
  return () => {
    clearInterval(beat.timer);
    delete parentElement.kithBeat;
  };
}
