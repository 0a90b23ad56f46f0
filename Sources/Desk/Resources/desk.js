// Sound that follows a click: a stretch beside a finding, or a place in the timeline. Without this script the stretches are
// links to their sound, and the player still plays.
"use strict";
(() => {
  const players = new Map();
  for (const figure of document.querySelectorAll(".player")) players.set(figure.dataset.answer, figure);
  let end = null;

  function play(answer, from, to) {
    const figure = players.get(answer);
    if (!figure) return false;
    for (const [name, other] of players) if (name !== answer) other.querySelector("audio").pause();
    const audio = figure.querySelector("audio");
    end = to === undefined ? null : { audio, at: to };
    const start = () => { audio.currentTime = from; audio.play().catch(() => {}); };
    if (audio.readyState > 0) start();
    else { audio.addEventListener("loadedmetadata", start, { once: true }); audio.preload = "metadata"; audio.load(); }
    return true;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.span");
    if (link && play(link.dataset.answer, Number(link.dataset.from), Number(link.dataset.to))) {
      event.preventDefault();
      return;
    }
    const drawing = event.target.closest(".player svg");
    if (!drawing) return;
    const figure = drawing.closest(".player");
    const box = drawing.getBoundingClientRect();
    play(figure.dataset.answer, (event.clientX - box.left) / box.width * Number(figure.dataset.duration));
  });

  for (const figure of players.values()) {
    const audio = figure.querySelector("audio");
    const drawing = figure.querySelector("svg");
    if (!drawing) continue;
    const cursor = document.createElementNS("http://www.w3.org/2000/svg", "line");
    cursor.setAttribute("class", "cursor");
    cursor.setAttribute("y1", "0");
    cursor.setAttribute("y2", "180");
    drawing.append(cursor);
    cursor.setAttribute("visibility", "hidden");
    audio.addEventListener("timeupdate", () => {
      cursor.setAttribute("visibility", "visible");
      const place = audio.currentTime / Number(figure.dataset.duration) * 920;
      cursor.setAttribute("x1", place);
      cursor.setAttribute("x2", place);
      if (end && end.audio === audio && audio.currentTime >= end.at) { audio.pause(); end = null; }
    });
  }

  // What the eye follows: the envelope, the pace of each line, and the line that is being said. Fetched when an answer comes into
  // sight, since it takes a decoding of the recording.
  const svg = (name, attributes, parent) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    parent.append(element);
    return element;
  };

  function drawEnvelope(drawing, heard) {
    const x = (index) => (index * heard.hop_s / heard.duration_s * 920).toFixed(1);
    const up = heard.envelope.map((peak, index) => `${x(index)},${(131 - 12 * peak).toFixed(1)}`);
    const down = heard.envelope.map((peak, index) => `${x(index)},${(131 + 12 * peak).toFixed(1)}`).reverse();
    if (up.length > 1) svg("polygon", { class: "envelope", points: up.concat(down).join(" ") }, drawing);
  }

  // One bar a line, from no pace to twice the mean.
  function drawPace(drawing, heard) {
    const paces = heard.lines.filter((line) => line.syllables_per_s !== null);
    const time = (line) => line.span[1] - line.span[0];
    const total = paces.reduce((sum, line) => sum + time(line), 0);
    if (!(total > 0)) return [];
    const mean = paces.reduce((sum, line) => sum + line.syllables_per_s * time(line), 0) / total;
    svg("line", { class: "mean", x1: 0, x2: 920, y1: 11, y2: 11 }, drawing);
    return heard.lines.map((line) => {
      if (line.syllables_per_s === null) return null;
      const height = Math.min(20, 10 * line.syllables_per_s / mean);
      const bar = svg("rect", { class: "pace", x: line.span[0] / heard.duration_s * 920, y: 21 - height, height,
        width: Math.max(1, time(line) / heard.duration_s * 920 - 1) }, drawing);
      svg("title", {}, bar).textContent = `${line.syllables_per_s.toFixed(1)} syll/s (${Math.round(100 * line.syllables_per_s / mean)} %)`;
      return bar;
    });
  }

  // The page has the lines one below another, with what was found marked: each becomes an element that can be lit and clicked.
  function wrapLines(text, heard) {
    const parts = [[]];
    for (const node of [...text.childNodes]) {
      if (node.nodeName === "BR") parts.push([]); else parts[parts.length - 1].push(node);
    }
    if (parts.length !== heard.lines.length) return [];
    return parts.map((nodes, index) => {
      const line = document.createElement("span");
      line.className = "line";
      line.tabIndex = 0;
      line.setAttribute("role", "button");
      const [from, to] = heard.lines[index].span;
      Object.assign(line.dataset, { from, to });
      if (nodes.length === 0) return line;
      nodes[0].before(line);
      line.append(...nodes);
      const start = () => play(text.dataset.answer, from);
      line.addEventListener("click", start);
      line.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") { event.preventDefault(); start(); }
      });
      return line;
    });
  }

  async function follow(figure) {
    const answer = figure.dataset.answer;
    const response = await fetch(`/desk/answers/${encodeURIComponent(answer)}/listening`);
    if (!response.ok) return;
    const heard = await response.json();
    const drawing = figure.querySelector("svg");
    if (!drawing || !(heard.duration_s > 0)) return;
    drawEnvelope(drawing, heard);
    const bars = drawPace(drawing, heard);
    if (bars.length > 0) figure.querySelector(".pacehint").hidden = false;
    const text = document.querySelector(`.text.follows[data-answer="${CSS.escape(answer)}"]`);
    const lines = text ? wrapLines(text, heard) : [];
    figure.dataset.followed = lines.length;
    const audio = figure.querySelector("audio");
    audio.addEventListener("timeupdate", () => {
      heard.lines.forEach((line, index) => {
        const isNow = line.span[0] <= audio.currentTime && audio.currentTime < line.span[1];
        if (lines[index]) lines[index].classList.toggle("now", isNow);
        if (bars[index]) bars[index].classList.toggle("now", isNow);
      });
    });
  }

  const inSight = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      inSight.unobserve(entry.target);
      follow(entry.target).catch(() => {});
    }
  });
  for (const figure of players.values()) inSight.observe(figure);

  // The list as it is now: looked at every five seconds while somebody looks at the page; what was chosen stays chosen, and where the
  // keyboard is stays where it is.
  const list = document.querySelector("table.live tbody");
  if (list) setInterval(async () => {
    if (document.visibilityState !== "visible" || list.contains(document.activeElement)) return;
    const response = await fetch(location.href).catch(() => null);
    if (!response || !response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("table.live tbody");
    if (!fresh || fresh.innerHTML === list.dataset.shown) return;
    list.dataset.shown = fresh.innerHTML;
    const chosen = new Set([...list.querySelectorAll("input:checked")].map((box) => box.value));
    list.replaceChildren(...[...fresh.children].map((row) => document.importNode(row, true)));
    for (const box of list.querySelectorAll("input")) box.checked = chosen.has(box.value);
  }, 5000);
})();
