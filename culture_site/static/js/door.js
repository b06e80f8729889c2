/* Reads the code of a ticket with the camera, where the browser can do that by itself, and sends it as if it had been
   typed. One press for each ticket, or the one that was just read would be read again. */
(async () => {
  "use strict";
  const form = document.getElementById("scan"), field = form.elements.code, video = form.querySelector("video");
  const [start, stop, cannot] = ["start", "stop", "cannot"].map(name => form.querySelector(`[data-${name}]`));
  if (!("BarcodeDetector" in self) || !navigator.mediaDevices?.getUserMedia) return;
  if (!(await BarcodeDetector.getSupportedFormats()).includes("qr_code")) return;
  const detector = new BarcodeDetector({formats: ["qr_code"]});
  let stream, next;

  const show = isOn => {
    video.parentElement.hidden = stop.hidden = !isOn;
    start.hidden = isOn;
  };
  const end = () => {
    clearTimeout(next);
    stream?.getTracks().forEach(track => track.stop());
    stream = video.srcObject = null;
    show(false);
  };
  const look = async () => {
    const [found] = await detector.detect(video).catch(() => []);
    if (!stream) return;
    if (!found) { next = setTimeout(look, 150); return; }
    field.value = found.rawValue;
    end();
    form.requestSubmit();
  };
  start.addEventListener("click", async () => {
    cannot.hidden = true;
    try {
      stream = await navigator.mediaDevices.getUserMedia({video: {facingMode: "environment"}});
      video.srcObject = stream;
      await video.play();
    } catch {
      end();
      cannot.hidden = false;
      field.focus();
      return;
    }
    show(true);
    look();
  });
  stop.addEventListener("click", end);
  addEventListener("pagehide", end);
  addEventListener("visibilitychange", () => { if (document.hidden) end(); });
  show(false);
})();
