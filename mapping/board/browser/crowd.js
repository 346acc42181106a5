// Many ties from far away, drawn in a few strokes: what looks alike becomes one path. Nearer by, each is drawn by itself.

function kithSeen(a, b, frame) {
  return !frame || !(Math.max(a.x, b.x) < frame.left || Math.min(a.x, b.x) > frame.right
    || Math.max(a.y, b.y) < frame.top || Math.min(a.y, b.y) > frame.bottom);
}

// Ties under everything: neutral ones first, so that harm and protection are never struck through by them.
function kithTies(ctx, scene, scale, frame) {
  const few = [], many = new Map(), until = scene.until;
  for (const line of scene.board.lines) {
    const a = scene.places(line.from_id), b = scene.places(line.to_id);
    if (!a || !b || !kithSeen(a, b, frame) || (until && line.first_observed > until)) continue;
    if (scene.lifted && (scene.lifted.has(line.from_id) || scene.lifted.has(line.to_id))) continue;
    few.push(line);
  }
  if (scale >= KITH_FAR && few.length < 600) {
    for (const line of few) kithTie(ctx, scene, line, scale);
    return;
  }
  for (const line of few) {
    const look = `${line.standing} ${line.stale} ${line.provisional}`;
    const found = many.get(look);
    if (found) found.push(line); else many.set(look, [line]);
  }
  const order = { neutral: 0, protective: 1, harm: 2 };
  for (const [, lines] of [...many].sort(([, a], [, b]) => order[a[0].standing] - order[b[0].standing])) kithAlike(ctx, scene, lines, scale);
  if (scale >= KITH_FAR) for (const line of few) if (line.provisional) kithQuoteOn(ctx, scene, line, scale);
}

function kithAlike(ctx, scene, lines, scale) {
  const { standing, stale, provisional } = lines[0], fat = Math.max(1, 0.62 / scale);
  const double = standing === "protective" && !stale;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = stale ? KITH_INK.stale : { harm: KITH_INK.harm, protective: KITH_INK.safe, neutral: KITH_INK.neutral }[standing];
  ctx.lineWidth = (stale ? 1.3 : double ? 1.5 : standing === "harm" ? 2.4 : 1.15) * fat;
  if (stale) ctx.setLineDash([1.3 * fat, 3.2 * fat]);
  else if (provisional) ctx.setLineDash([7 * fat, 4.5 * fat]);
  ctx.beginPath();
  const heads = [];
  for (const line of lines) {
    const ends = kithEnds(scene, line, scale);
    if (!ends) continue;
    let [a, b] = ends;
    const length = Math.hypot(b.x - a.x, b.y - a.y) || 1, along = { x: (b.x - a.x) / length, y: (b.y - a.y) / length };
    if (double) {
      const x = -along.y * 2.1 * fat, y = along.x * 2.1 * fat;
      ctx.moveTo(a.x + x, a.y + y);
      ctx.lineTo(b.x + x, b.y + y);
      ctx.moveTo(a.x - x, a.y - y);
      ctx.lineTo(b.x - x, b.y - y);
      heads.push([a, null], [b, null]);
      continue;
    }
    if (line.heads) {
      const size = Math.min(11 * fat, length / 2), short = size * 0.8;
      heads.push([b, along, size]);
      if (line.heads === "both") { heads.push([a, { x: -along.x, y: -along.y }, size]); a = { x: a.x + along.x * short, y: a.y + along.y * short }; }
      b = { x: b.x - along.x * short, y: b.y - along.y * short };
    }
    ctx.moveTo(a.x, a.y);
    ctx.lineTo(b.x, b.y);
  }
  ctx.stroke();
  if (heads.length) {
    ctx.setLineDash([]);
    ctx.beginPath();
    for (const [tip, along, size] of heads) {
      if (!along) { ctx.moveTo(tip.x + 3.3 * fat, tip.y); ctx.arc(tip.x, tip.y, 3.3 * fat, 0, 7); continue; }
      const back = { x: tip.x - along.x * size, y: tip.y - along.y * size }, side = { x: -along.y * size * 0.48, y: along.x * size * 0.48 };
      ctx.moveTo(tip.x, tip.y);
      ctx.lineTo(back.x + side.x, back.y + side.y);
      ctx.lineTo(back.x - side.x, back.y - side.y);
      ctx.closePath();
    }
    if (stale) { ctx.fillStyle = KITH_INK.white; ctx.fill(); ctx.lineWidth = 1.3 * fat; ctx.stroke(); } else ctx.fill();
  }
  ctx.restore();
}

function kithQuoteOn(ctx, scene, line, scale) {
  const ends = kithEnds(scene, line, scale), [a, b] = ends || [];
  if (!ends) return;
  const colour = { harm: KITH_INK.harm, protective: KITH_INK.safe, neutral: KITH_INK.neutral }[line.standing];
  kithQuote(ctx, { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, colour);
}
