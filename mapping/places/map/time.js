// The strip along the lower edge: the hotspots' own window first, then one step a month. It asks nobody for anything.
function timeStrip(map, time, height, still, show) {
  var strip = say("div", "k-time", ""), play = say("button", "k-play", "Play"), range = say("input", "", "");
  var words = say("div", "k-said", ""), name = say("b", "", ""), said = say(HERE ? "button" : "span", "", ""), note = say("small", "", "");
  var turning = null;
  strip.style.height = height + "px";
  strip.setAttribute("role", "group");
  strip.setAttribute("aria-label", "When children came to harm");
  play.type = "button";
  play.hidden = still; // whoever asks for less motion steps by hand
  range.type = "range"; range.min = 0; range.max = time.months.length; range.step = 1; range.value = 0;
  range.setAttribute("aria-label", "Month shown");
  words.setAttribute("role", "status");
  [name, document.createTextNode(" "), said, note].forEach(function (one) { words.appendChild(one); });
  [play, range, words].forEach(function (one) { strip.appendChild(one); });
  map.getContainer().appendChild(strip);
  if (HERE) {
    said.type = "button";
    said.title = "Open the records";
    said.addEventListener("click", function () { choose(map, "all", Number(range.value) ? time.months[range.value - 1] : null); });
  }
  L.DomEvent.disableClickPropagation(strip);
  L.DomEvent.disableScrollPropagation(strip);
  function step() {
    var at = Number(range.value), month = at ? time.months[at - 1] : null;
    name.textContent = month ? month.name : time.window;
    said.textContent = month ? month.said : time.said;
    said.hidden = !said.textContent;
    note.textContent = month && time.circles ? "Circles in outline are of " + time.window : "";
    range.setAttribute("aria-valuetext", name.textContent + " · " + said.textContent);
    range.style.setProperty("--k-at", (100 * at / time.months.length) + "%");
    show(month);
  }
  function stop() {
    clearInterval(turning);
    turning = null;
    play.textContent = "Play";
  }
  range.addEventListener("input", function () { stop(); step(); });
  range.addEventListener("keydown", function (event) { event.stopPropagation(); }); // the map moves with the arrow keys too
  play.addEventListener("click", function () {
    if (turning) return stop();
    if (range.value === range.max) range.value = 0;
    play.textContent = "Pause";
    turning = setInterval(function () {
      range.value = Number(range.value) + 1;
      step();
      if (range.value === range.max) stop();
    }, 1400);
    range.value = Number(range.value) + 1;
    step();
    if (range.value === range.max) stop();
  });
  step();
}
