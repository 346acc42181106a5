// The legend of a board: our own symbols, and words written as text. Shared by the component and the standalone page.

const KITH_LEGEND = { child: ["child"], open: ["kith_open"], both: ["role_both"], adult: ["adult"],
  concern: ["adult_of_concern", "role_of_concern"], safe: ["role_safe_adult"], unidentified: ["kith_unidentified"],
  location: ["location"], school: ["school"], harm: ["tie_harm"], protective: ["tie_protective"], neutral: ["tie_neutral"],
  provisional: ["tie_provisional"], stale: ["tie_stale"], peer_group: ["peer_group"], found_group: ["kith_found"],
  event: ["event"], thing: ["thing_phone"], note: ["kith_note"], frame: ["kith_frame"], pinned: ["kith_pin"], said_person: ["kith_said"] };
const KITH_SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24">';
const KITH_OWN = {
  kith_open: KITH_SVG + '<circle cx="12" cy="12" r="9" fill="#fff" stroke="#1F2933" stroke-width="4.4"/></svg>',
  kith_unidentified: KITH_SVG + '<rect x="1.5" y="5" width="21" height="14" rx="4" fill="#fff" stroke="#1F2933" stroke-width="1.6" stroke-dasharray="3.2 2.4"/></svg>',
  kith_found: KITH_SVG + '<circle cx="12" cy="12" r="10" fill="#F4F2EC" stroke="#8A8376" stroke-width="1.6" stroke-dasharray="1.6 3"/></svg>',
  kith_note: KITH_SVG + '<path d="M3 4h18v11l-5 5H3z" fill="#FBF1DC" stroke="#8A8376" stroke-width="1.5"/><path d="M21 15h-5v5" fill="none" stroke="#8A8376" stroke-width="1.5"/></svg>',
  kith_frame: KITH_SVG + '<path d="M2 9h20v12H2z" fill="#F7F5F0" stroke="#8A8376" stroke-width="1.6"/><path d="M2 9V4h11v5" fill="#fff" stroke="#8A8376" stroke-width="1.6"/></svg>',
  kith_pin: KITH_SVG + '<path d="M10 10l6 10" stroke="#1F2933" stroke-width="2.2"/><circle cx="9" cy="8" r="5.4" fill="#fff" stroke="#1F2933" stroke-width="2.2"/><circle cx="9" cy="8" r="2" fill="#1F2933"/></svg>',
  kith_said: KITH_SVG + '<circle cx="11" cy="13" r="8.5" fill="#fff" stroke="#1F2933" stroke-width="1.7" stroke-dasharray="3.4 2.4"/><circle cx="18.5" cy="5.5" r="4.6" fill="#fff" stroke="#4A545D" stroke-width="1.2"/><path d="M17.4 4.4v2M19.6 4.4v2" stroke="#4A545D" stroke-width="1.4"/></svg>' };

function kithLegend(list, marks) {
  list.replaceChildren(...marks.map((mark) => {
    const item = document.createElement("li");
    for (const name of KITH_LEGEND[mark.symbol] || []) {
      const image = document.createElement("img");
      image.alt = "";
      image.className = name.startsWith("tie_") ? "tie" : "";
      image.src = "data:image/svg+xml;base64," + btoa(KITH_OWN[name] || ICONS[name]);
      item.append(image);
    }
    const words = document.createElement("span");
    words.textContent = mark.words;
    item.append(words);
    return item;
  }));
}
