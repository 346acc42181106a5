// Presses the button beside it, again and again, but never while another press is still to be sent or worked on.

const QUIET = 100; // ms after a press, at least: by then the page has sent it
const CALM = 4; // looks in a row that found nothing running: by then what the run sent is drawn, and its values are set
const PRESSES = ["pointerdown", "pointerup", "click", "keydown", "keyup"];
let pressed = -Infinity;
for (const kind of PRESSES) addEventListener(kind, () => { pressed = performance.now(); }, { capture: true, passive: true });

// A menu closes at a press beside it, which it hears above the page; this press is nobody's.
const unheard = (click) => click.stopPropagation();

function start(parentElement) {
  const beat = { sent: performance.now(), calm: 0, drawn: 0 };
  const app = document.querySelector("[data-testid=stApp]");
  const place = (parentElement.host ?? parentElement).closest("[class*=st-key-kith-beat-]");
  beat.timer = setInterval(() => {
    const now = performance.now();
    beat.calm = (app?.dataset.testScriptState ?? "notRunning") === "notRunning" ? beat.calm + 1 : 0;
    if (beat.calm < CALM || now - beat.sent < beat.every || now - pressed < QUIET) return;
    beat.sent = now;
    const before = pressed;
    document.body.addEventListener("click", unheard);
    place.querySelector("button")?.click();
    document.body.removeEventListener("click", unheard);
    pressed = before;
  }, QUIET / 2);
  return beat;
}

export default function ({ data, parentElement }) {
  const beat = (parentElement.kithBeat ??= start(parentElement));
  beat.every = data.every * 1000;
  const drawn = ++beat.drawn;
  return () => {
    if (beat.drawn !== drawn) return; // drawn again since: what an earlier drawing leaves behind is told late
    clearInterval(beat.timer);
    if (parentElement.kithBeat === beat) delete parentElement.kithBeat;
  };
}
