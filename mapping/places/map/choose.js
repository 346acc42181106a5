// What a press on a pin or a circle does: in the app it is told to the page; on a page taken along its words are shown.
var HERE = Boolean(window.Streamlit && window.__GLOBAL_DATA__);
function about(pin, i) { return pin.kinds[i] + (pin.said[i] ? " · " + pin.said[i] : ""); }
function choose(map, what, month) {
  window.Streamlit.setComponentValue({ chosen: what, month: month ? month.key : "", turn: Date.now() });
}
function note(map, at, parts, back) {
  var box = say("div", "k-list", "");
  parts.forEach(function (part) { box.appendChild(part); });
  box.addEventListener("keydown", function (event) {
    event.stopPropagation();
    if (event.key === "Escape") { map.closePopup(); back.focus(); }
  });
  map.closeTooltip && map.eachLayer(function (one) { if (one.closeTooltip) one.closeTooltip(); });
  L.popup({ maxWidth: 280, minWidth: 200, offset: [0, -18], autoPanPadding: [8, 56] }).setLatLng(at).setContent(box).openOn(map);
  var first = box.querySelector("button") || box;
  first.setAttribute("tabindex", "0");
  first.focus({ preventScroll: true });
}
// Several places at one point: every one of them, each to be chosen, none hidden behind another.
function stack(map, pin, told, mark, pick) {
  var head = say("b", "", pin.names.length + " places at this point");
  note(map, pin.at, [head].concat(pin.ids.map(function (id, i) {
    var one = say("button", "", pin.names[i]);
    one.type = "button";
    one.appendChild(say("span", "", told && told[i] ? pin.kinds[i] + " · " + told[i] : about(pin, i)));
    one.addEventListener("click", function () { map.closePopup(); mark.getElement().focus(); pick("place:" + id); });
    return one;
  })), mark.getElement());
}
