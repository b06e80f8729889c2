/* The sheet of a quiz: the bar follows the answers, the minutes run down. Nothing is sent from here; without this
   file the page says until when it is open, and the bar what was saved. */
(() => {
  "use strict";
  const form = document.getElementById("answers");
  const bar = document.querySelector(".steps-bar");
  const questions = [...form.querySelectorAll("[data-item]")];
  const isAnswered = question => [...question.querySelectorAll("input")].some(
    input => input.type === "text" ? input.value.trim() : input.checked
  );

  const count = () => {
    const done = questions.map(isAnswered);
    const number = done.filter(Boolean).length;
    bar.querySelectorAll("li").forEach((mark, index) => { mark.className = done[index] ? "done" : "open"; });
    bar.querySelector("b").textContent = `${number}/${done.length}`;
    bar.setAttribute("aria-label", bar.getAttribute("aria-label").replace(/\d+/, number));
  };
  form.addEventListener("input", count);
  count();

  const time = form.querySelector("[data-seconds-left]");
  if (!time) return;
  const opened = Date.now();
  const tick = () => {
    const left = Number(time.dataset.secondsLeft) - (Date.now() - opened) / 1000;
    time.querySelector("[data-minutes]").textContent = Math.max(Math.ceil(left / 60), 0);
    time.querySelector("[data-time-left]").hidden = left <= 0;
    time.querySelector("[data-time-over]").hidden = left > 0;
  };
  setInterval(tick, 5000);
})();
