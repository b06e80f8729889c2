/* One value per screen. Without this file all questions stand on one page; nothing is kept either way. */
(() => {
  "use strict";
  const form = document.querySelector("[data-survey]");
  const parts = [...form.querySelectorAll("[data-survey-part]")];
  const steps = form.querySelector("[data-survey-steps]");
  const back = form.querySelector("[data-survey-back]");
  const next = form.querySelector("[data-survey-next]");
  const progress = document.querySelector("[data-survey-progress]");
  // What is wrong or missing is linked from the top: then everything stays in sight.
  if (form.querySelector(".error-summary")) return;
  let current = 0;

  const show = (number, focus) => {
    current = number;
    parts.forEach((part, index) => { part.hidden = index !== number; });
    back.hidden = number === 0;
    next.hidden = number === parts.length - 1;
    progress.querySelectorAll("li").forEach((step, index) => {
      step.className = index < number ? "done" : index === number ? "half" : "";
    });
    progress.querySelector("b").textContent = `${number + 1}/${parts.length}`;
    if (focus) {
      parts[number].querySelector("h2").focus({preventScroll: true});
      window.scrollTo(0, 0);
    }
  };

  back.addEventListener("click", () => show(current - 1, true));
  next.addEventListener("click", () => show(current + 1, true));
  // Enter in a radio would send the form from the middle.
  form.addEventListener("keydown", event => {
    if (event.key === "Enter" && event.target.matches("input") && current < parts.length - 1) event.preventDefault();
  });
  // A page that comes back from the browser's memory starts at its beginning.
  steps.hidden = false;
  progress.hidden = false;
  show(0, false);
})();
