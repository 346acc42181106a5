// Loaded text goes through say() only: it is set as text, never read as markup.
function say(tag, cls, text) {
  var node = document.createElement(tag);
  if (cls) node.className = cls;
  node.textContent = text;
  return node;
}
function draw(map, picture) {
  var still = window.matchMedia("(prefers-reduced-motion: reduce)").matches, shown = null, told = {};
  map._fadeAnimated = false; // two popups would stand there for a moment
  if (still) { // nothing flies, slides or fades then
    var slide = map.panBy;
    map.panBy = function (by, how) { return slide.call(map, by, Object.assign({}, how, { animate: false })); };
    map._zoomAnimated = map.options.inertia = false;
  }
  // A frame may have no size yet when its script runs: then there is nothing to fit to, and the first size is waited for.
  function fit() {
    var size = map.getSize();
    if (size.x < 60 || size.y < 120) return map.once("resize", fit);
    map.fitBounds(picture.bounds, { paddingTopLeft: [6, 6], paddingBottomRight: [6, 6 + picture.strip], animate: false });
  }
  // Leaflet hears of the window's size alone: a frame that is filled later may give the map its room without one. It may
  // also be wider before the page has its right panel: until somebody moves the map, it shows all of it.
  var moved = false;
  ["pointerdown", "wheel", "keydown"].forEach(function (kind) {
    map.getContainer().addEventListener(kind, function () { moved = true; }, { capture: true, passive: true });
  });
  if (window.ResizeObserver) new ResizeObserver(function () {
    map.invalidateSize({ animate: false, pan: false });
    if (!moved) fit();
  }).observe(map.getContainer());
  fit();
  function lines(names, said) {
    var box = say("div", "", "");
    names.forEach(function (name, i) {
      if (i < 12) { box.appendChild(say("b", "", name)); box.appendChild(say("div", "", said[i])); }
    });
    if (names.length > 12) box.appendChild(say("div", "", "and " + (names.length - 12) + " more here"));
    return box;
  }
  // Leaflet gives an alt to pictures only, and Enter opens popups only: a pin is a button with a name, pressed as any other
  function named(mark, name) {
    mark.getElement().setAttribute("aria-label", name);
    mark.on("keypress", function (event) {
      if (event.originalEvent.key === "Enter" || event.originalEvent.key === " ") mark.fire("click", { latlng: mark.getLatLng() });
    });
  }
  // one pane a layer of ink: areas, lines, borders, circles; Leaflet's own marker pane lies above them
  ["land", "ground", "tint", "border", "spot", "label"].forEach(function (name, i) {
    map.createPane(name).style.zIndex = 300 + 20 * i;
    if (name !== "spot") map.getPane(name).style.pointerEvents = "none";
  });
  if (picture.outline) {
    L.geoJSON(picture.outline, { pane: "land", interactive: false, smoothFactor: 0.5,
      style: { stroke: false, fillColor: "#f4f1ea", fillOpacity: 1 } }).addTo(map);
  }
  // a base map may hold thousands of lines: they are one canvas, and nothing on it is pressed
  var many = picture.base.length > 300 ? L.canvas({ pane: "ground", padding: 0.3 }) : undefined;
  Object.keys(picture.styles).forEach(function (kind) {
    var style = Object.assign({ pane: "ground", interactive: false, lineCap: "round", lineJoin: "round", renderer: many }, picture.styles[kind]);
    L.geoJSON(picture.base.filter(function (one) { return one.properties.kind === kind; }),
      { pane: "ground", interactive: false, style: style }).addTo(map);
  });
  picture.surface.forEach(function (band) { // each lies within the one before it, so their tints add up
    L.geoJSON(band[1], { pane: "tint", interactive: false, smoothFactor: 0.5,
      style: { stroke: false, fillColor: "#a63d17", fillOpacity: 0.085 } }).addTo(map);
  });
  // many small areas are one canvas too, in a thinner line
  var crowded = picture.borders.length > 250;
  L.geoJSON(picture.borders.map(function (one) { return one.shape; }), { pane: "border", interactive: false, smoothFactor: 0.5,
    style: { color: "#9a9387", weight: crowded ? 0.8 : 1.2, fill: false, interactive: false,
      renderer: crowded ? L.canvas({ pane: "border", padding: 0.3 }) : undefined } }).addTo(map);
  if (picture.outline) {
    L.geoJSON(picture.outline, { pane: "border", interactive: false, smoothFactor: 0.5,
      style: { color: "#6b655a", weight: 2, fill: false } }).addTo(map);
  }
  // hatching is a pattern of the page that Leaflet's paths refer to
  document.body.insertAdjacentHTML("beforeend", '<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>' +
    '<pattern id="kith-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">' +
    '<rect width="6" height="6" fill="#faebe4" fill-opacity=".72"/><line x1="0" y1="0" x2="0" y2="6" stroke="#a63d17" ' +
    'stroke-width="1.3"/></pattern></defs></svg>');
  var spots = picture.spots.map(function (spot) {
    var circle = L.circle(spot.at, { pane: "spot", radius: spot.radius, color: "#a63d17", weight: 2.4,
      dashArray: spot.watch ? "7 5" : null, fillColor: spot.watch ? "#faebe4" : "url(#kith-hatch)",
      fillOpacity: spot.watch ? 0.45 : 1 }).addTo(map);
    var badge = say("div", "", String(spot.number)), title = (spot.watch ? "Watch " : "Hotspot ") + spot.number + ": " + spot.title;
    var mark = L.marker(spot.at, { keyboard: true, zIndexOffset: 900,
      icon: L.divIcon({ html: badge, className: "k-badge" + (spot.watch ? " k-watch" : ""), iconSize: [26, 26] }) }).addTo(map);
    mark.bindTooltip(say("b", "", title));
    named(mark, title);
    [circle, mark].forEach(function (one) {
      one.on("click", function () {
        if (HERE) choose(map, "spot:" + spot.number, null);
        else note(map, mark.getLatLng(), [say("b", "", title), say("div", "", spot.said), say("div", "", spot.record)], mark.getElement());
      });
    });
    return { circle: circle, mark: mark, radius: spot.radius, at: L.latLng(spot.at), fill: circle.options.fillOpacity };
  });
  // seen from afar a circle keeps 24 px, or it would hide under the pin of its own place; the badge rides on its rim
  function rims() {
    spots.forEach(function (spot) {
      var metre = map.project(spot.at.toBounds(2000).getNorthEast()).subtract(map.project(spot.at)).x / 1000;
      var pixels = Math.max(spot.radius * metre, 24);
      spot.circle.setRadius(pixels / metre);
      spot.mark.setLatLng(map.unproject(map.project(spot.at).add([-pixels * 0.71 - 5, -pixels * 0.71 - 5])));
    });
  }
  // very many pins in view shrink until one looks closer: none is left out
  function crowd() {
    var view = map.getBounds(), seen = picture.pins.filter(function (pin) { return view.contains(pin.at); }).length;
    map.getContainer().classList.toggle("k-many", seen > 250);
  }
  rims();
  var names = [], bottom = picture.time.months.length ? picture.strip : 0;
  picture.pins.forEach(function (pin, number) {
    var box = document.createElement("div");
    if (pin.names.length > 1) box.appendChild(say("span", "k-stack", String(pin.names.length)));
    var name = say("span", "k-name k-off", pin.names.length > 1 ? pin.names[0] + " and " + (pin.names.length - 1) + " more" : pin.names[0]);
    var count = say("span", "k-count", "");
    name.appendChild(count);
    box.appendChild(name);
    var mark = L.marker(pin.at, { keyboard: true,
      icon: L.divIcon({ html: box, className: "k-pin k-" + pin.icon, iconSize: [28, 28], iconAnchor: [14, pin.icon === "school" ? 14 : 26] }) }).addTo(map);
    function here() { return (told[number] || [])[2] || (told[number] ? [told[number][1]] : null); }
    mark.bindTooltip(function () { // what was said of the month first, where one is shown
      var month = here();
      return lines(pin.names, pin.said.map(function (words, i) {
        return shown ? pin.kinds[i] + " · " + shown.name + ": " + (month && month[i] ? month[i] : "nothing on record") : about(pin, i);
      }));
    }, { direction: "top", offset: [0, -24] });
    named(mark, pin.names.join(", "));
    mark.on("click", function () {
      function pick(what) {
        var i = pin.ids.indexOf(what.slice(6)), month = here();
        if (HERE) return choose(map, what, shown);
        note(map, pin.at, [say("b", "", pin.names[i]), say("div", "", about(pin, i))].concat(
          shown ? [say("div", "", shown.name + ": " + (month && month[i] ? month[i] : "nothing on record"))] : []), mark.getElement());
      }
      if (pin.ids.length > 1) stack(map, pin, here(), mark, pick);
      else pick("place:" + pin.ids[0]);
    });
    names.push({ node: name, count: count, mark: mark, at: L.latLng(pin.at), top: pin.icon === "school" ? -14 : -26, first: pin.first, said: pin.names.join(", ") });
  });
  var areas = picture.borders.map(function (area) { return { said: area.name, at: area.at }; });
  function label(one) {
    if (one.node) return;
    var box = document.createElement("div");
    one.node = box.appendChild(say("span", "k-ward k-off", one.said));
    one.mark = L.marker(one.at[0], { pane: "label", interactive: false, keyboard: false,
      icon: L.divIcon({ html: box, className: "", iconSize: [0, 0] }) }).addTo(map);
  }
  // of very many areas only those of a near view are named, and only they get a name at all
  function near() {
    var view = map.getBounds(), found = crowded ? areas.filter(function (one) { return view.contains(one.at[0]); }) : areas;
    if (crowded) areas.forEach(function (one) { if (one.node) one.node.classList.add("k-off"); });
    if (crowded && found.length > 120) return [];
    found.forEach(label);
    found.forEach(function (one) { one.w = one.w || one.node.offsetWidth; one.h = one.h || one.node.offsetHeight; });
    return found;
  }
  // a name stands where it touches no pin and no other name: under its pin, beside it, above it; an area's anywhere in the
  // area. Without room it waits for a nearer view, or until its pin is pointed at.
  function room() {
    var size = map.getSize().subtract([0, bottom]), cells = {}, left = 250;
    function each(box, visit) {
      for (var x = Math.floor(box[0] / 64); x <= Math.floor(box[2] / 64); x++)
        for (var y = Math.floor(box[1] / 32); y <= Math.floor(box[3] / 32); y++)
          if (visit(cells[x + "," + y] || (cells[x + "," + y] = []))) return true;
      return false;
    }
    function take(box) { each(box, function (held) { held.push(box); }); }
    function free(box) {
      return box[0] > 0 && box[1] > 0 && box[2] < size.x && box[3] < size.y && !each(box, function (held) {
        return held.some(function (one) { return one[0] < box[2] && one[2] > box[0] && one[1] < box[3] && one[3] > box[1]; });
      });
    }
    function put(node, box) {
      var fits = left > 0 && free(box);
      if (fits) { take(box); left -= 1; }
      node.classList.toggle("k-off", !fits);
      return fits;
    }
    names.forEach(function (one) {
      var p = one.p = map.latLngToContainerPoint(one.at);
      // names of the month may stand over what has faded
      if (!shown || one.count.textContent) take([p.x - 11, p.y + one.top + 2, p.x + 11, p.y + one.top + 26]);
      one.w = one.w || one.node.offsetWidth; one.h = one.h || one.node.offsetHeight;
    });
    spots.forEach(function (one) {
      var p = map.latLngToContainerPoint(one.mark.getLatLng());
      take([p.x - 13, p.y - 13, p.x + 13, p.y + 13]);
    });
    // the places of a hotspot crowd one another: their names may stand further off, the nearest room first
    function around(w, h) {
      var found = [];
      for (var y = -h - 44; y <= 60; y += 8)
        [-44, -30, -16, -2].forEach(function (x) { found.push([x - w, y], [28 - x + w, y], [14 + x, y], [14 - x, y]); });
      function far(to) { return Math.hypot(Math.max(0, Math.abs(to[0] - 14) - w), 1.5 * (to[1] < 7 ? 7 - to[1] - h : to[1] - 7)); }
      return found.sort(function (a, b) { return far(a) - far(b); });
    }
    function pinned(one) {
      var w = one.w / 2, tries = [[14, 28], [30 + w, 7], [-2 - w, 7], [14, -one.h], [30 + w, -4], [-2 - w, -4], [30 + w, 18], [-2 - w, 18]];
      if (due(one)) tries = tries.concat(around(w, one.h));
      tries.some(function (to) {
        var x = one.p.x - 14 + to[0], y = one.p.y + one.top + to[1];
        one.node.style.left = to[0] + "px"; one.node.style.top = to[1] + "px";
        return put(one.node, [x - w, y, x + w, y + one.h]);
      });
    }
    function due(one) { return shown ? one.count.textContent : one.first; }
    names.filter(due).forEach(pinned);
    near().forEach(function (one) {
      one.at.some(function (at) {
        var p = map.latLngToContainerPoint(at);
        one.mark.setLatLng(at);
        return put(one.node, [p.x - one.w / 2, p.y, p.x + one.w / 2, p.y + one.h]);
      });
    });
    names.filter(function (one) { return !due(one); }).forEach(function (one) {
      if (shown) one.node.classList.add("k-off");
      else pinned(one);
    });
  }
  // Another month: places without a child in it fade, the circles, which are of the window, stay as outlines.
  function show(month) {
    shown = month;
    told = {};
    (month ? month.pins : []).forEach(function (one) { told[one[0]] = one; });
    names.forEach(function (one, number) {
      var words = told[number] ? told[number][1] : "";
      one.mark.getElement().classList.toggle("k-faint", Boolean(month) && !words);
      if (words || one.count.textContent) one.mark.getElement().setAttribute("aria-label", one.said + (words ? ", " + month.name + ": " + words : ""));
      if (one.count.textContent === words) return;
      one.count.textContent = words;
      one.w = one.h = 0;
      one.mark.setZIndexOffset(words ? 800 : 0);
    });
    spots.forEach(function (one) {
      one.circle.setStyle({ fillOpacity: month ? 0 : one.fill, weight: month ? 1.4 : 2.4, opacity: month ? 0.7 : 1 });
      one.mark.getElement().classList.toggle("k-faint", Boolean(month));
    });
    room();
  }
  map.on("zoomend moveend resize", function () {
    var size = map.getSize();
    if (!size.x || !size.y || !isFinite(map.getZoom())) return; // its frame is being put away
    rims();
    crowd();
    room();
  });
  (document.fonts && document.fonts.load ? document.fonts.load("600 12px 'Source Sans'") : Promise.resolve()).then(function () {
    names.concat(areas).forEach(function (one) { one.w = 0; });
    room();
  }, room);
  if (bottom) timeStrip(map, picture.time, bottom, still, show);
  setTimeout(function () { crowd(); room(); }, 60);
}
