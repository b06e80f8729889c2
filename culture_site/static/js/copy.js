/* Texts to take along: [data-copy] is selected as soon as it is entered, [data-copy-button=id] copies it. Without this
   file the text is selected by hand. */
(() => {
  "use strict";
  document.querySelectorAll("[data-copy]").forEach(text => text.addEventListener("focus", () => text.select()));
  document.querySelectorAll("[data-copy-button]").forEach(button => {
    const text = document.getElementById(button.dataset.copyButton);
    button.hidden = false;
    button.addEventListener("click", async () => {
      text.select();
      try {
        await navigator.clipboard.writeText(text.value);
      } catch {
        // Without https there is no clipboard, but the older way.
        if (!document.execCommand("copy")) return;
      }
      button.querySelector("span").textContent = button.dataset.done;
    });
  });
})();
