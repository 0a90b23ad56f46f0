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
})();
