function (map, picture) {
  // Loaded text goes through say() only: it is set as text, never read as markup.
  function say(tag, cls, text) {
    var node = document.createElement(tag);
    if (cls) node.className = cls;
    node.textContent = text;
    return node;
  }
  function lines(names, said) {
    var box = document.createElement("div");
    names.forEach(function (name, i) {
      if (i < 12) { box.appendChild(say("b", "", name)); box.appendChild(say("div", "", said[i])); }
    });
    if (names.length > 12) box.appendChild(say("div", "", "and " + (names.length - 12) + " more here"));
    return box;
  }
  // one pane a layer of ink: areas, lines, borders, circles; Leaflet's own marker pane lies above them
  ["land", "ground", "border", "spot", "label"].forEach(function (name, i) {
    map.createPane(name).style.zIndex = 300 + 20 * i;
    if (name !== "spot") map.getPane(name).style.pointerEvents = "none";
  });
  if (picture.outline) {
    L.geoJSON(picture.outline, { pane: "land", interactive: false, smoothFactor: 0.5,
      style: { stroke: false, fillColor: "#f4f1ea", fillOpacity: 1 } }).addTo(map);
  }
  ["park", "road", "river", "rail"].forEach(function (kind) {
    var style = Object.assign({ pane: "ground", interactive: false, lineCap: "round", lineJoin: "round" }, picture.styles[kind]);
    L.geoJSON(picture.base.filter(function (one) { return one.properties.kind === kind; }),
      { pane: "ground", interactive: false, style: style }).addTo(map);
  });
  picture.wards.forEach(function (ward) {
    L.geoJSON(ward.shape, { pane: "border", interactive: false, smoothFactor: 0.5,
      style: { color: "#9a9387", weight: 1.2, fill: false } }).addTo(map);
  });
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
    var mark = L.marker(spot.at, { keyboard: true, zIndexOffset: 900, alt: title,
      icon: L.divIcon({ html: badge, className: "k-badge" + (spot.watch ? " k-watch" : ""), iconSize: [26, 26] }) }).addTo(map);
    mark.bindTooltip(say("b", "", title));
    return { circle: circle, mark: mark, radius: spot.radius, at: L.latLng(spot.at) };
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
  rims();
  var names = [];
  picture.pins.forEach(function (pin) {
    var box = document.createElement("div");
    if (pin.names.length > 1) box.appendChild(say("span", "k-stack", String(pin.names.length)));
    var name = say("span", "k-name k-off", pin.names.length > 1 ? pin.names[0] + " and " + (pin.names.length - 1) + " more" : pin.names[0]);
    box.appendChild(name);
    var mark = L.marker(pin.at, { keyboard: true, alt: pin.names.join(", "),
      icon: L.divIcon({ html: box, className: "k-pin k-" + pin.icon, iconSize: [28, 28], iconAnchor: [14, pin.icon === "school" ? 14 : 26] }) }).addTo(map);
    mark.bindTooltip(lines(pin.names, pin.said), { direction: "top", offset: [0, -24] });
    names.push(name);
  });
  var wards = picture.wards.length <= 400 ? picture.wards.map(function (ward) {
    var box = document.createElement("div"), name = say("span", "k-ward k-off", ward.name);
    box.appendChild(name);
    L.marker(ward.at, { pane: "label", interactive: false, keyboard: false, icon: L.divIcon({ html: box, className: "", iconSize: [0, 0] }) }).addTo(map);
    return name;
  }) : [];
  // names that would lie on another name or on a pin wait until there is room (or until pointed at)
  function room() {
    var frame = map.getContainer().getBoundingClientRect(), cells = {}, shown = 0;
    function touched(box, put) {
      for (var x = Math.floor(box.left / 64); x <= Math.floor(box.right / 64); x++)
        for (var y = Math.floor(box.top / 32); y <= Math.floor(box.bottom / 32); y++) {
          var key = x + "," + y, held = cells[key] || (cells[key] = []);
          if (put) held.push(box);
          else if (held.some(function (one) { return one.owner !== box.owner && one.left < box.right && one.right > box.left && one.top < box.bottom && one.bottom > box.top; })) return true;
        }
      return false;
    }
    function boxed(node, owner, shrink) {
      var b = node.getBoundingClientRect();
      return { left: b.left + shrink, right: b.right - shrink, top: b.top + shrink, bottom: b.bottom - shrink, owner: owner };
    }
    var boxes = names.map(function (node) { return boxed(node, node, 0); }), others = wards.map(function (node) { return boxed(node, node, 0); });
    map.getContainer().querySelectorAll(".k-pin, .k-badge").forEach(function (node) {
      touched(boxed(node, node.querySelector(".k-name"), 4), true);
    });
    function place(nodes, sizes) {
      nodes.forEach(function (node, i) {
        var box = sizes[i], seen = box.right > frame.left && box.left < frame.right && box.bottom > frame.top && box.top < frame.bottom;
        var fits = seen && shown < 250 && box.left >= frame.left && box.right <= frame.right && !touched(box, false);
        node.classList.toggle("k-off", !fits);
        if (fits) { touched(box, true); shown += 1; }
      });
    }
    function some(first) { return function (_, i) { return picture.pins[i].first === first; }; }
    place(names.filter(some(true)), boxes.filter(some(true)));
    place(wards, others);
    place(names.filter(some(false)), boxes.filter(some(false)));
  }
  map.on("zoomend moveend resize", function () { rims(); room(); });
  (document.fonts && document.fonts.load ? document.fonts.load("600 12px 'Source Sans'") : Promise.resolve()).then(room, room);
  setTimeout(room, 60);
}
