/* The page of an event names beside each session the time that is chosen. Without this file it shows at the times alone. */
(() => {
  "use strict";
  const form = document.getElementById("sign-up");
  const lines = [...document.querySelectorAll("[data-choice]")].map(line => [line, line.textContent]);
  const show = () => lines.forEach(([line, nothing]) => {
    const slot = form.querySelector(`[name="${line.dataset.choice}"]:checked`)?.closest(".slot");
    line.textContent = slot ? [...slot.querySelectorAll("b, span")].map(word => word.textContent).join(" · ") : nothing;
  });
  form.addEventListener("change", show);
  // A form says that it is emptied before it is.
  form.addEventListener("reset", () => setTimeout(show));
  // What was chosen before may stand there again on the way back.
  addEventListener("pageshow", show);
})();
