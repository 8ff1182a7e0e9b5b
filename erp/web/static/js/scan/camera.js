// Scanning with the camera: the browser's own detector where it has one, else ours (zxing as WebAssembly), which is
// loaded only now.
import { note, wrong } from "./signals.js";
import { says } from "./words.js";

const FORMATS = ["code_128", "ean_13", "ean_8", "upc_a", "upc_e", "data_matrix", "qr_code", "itf", "code_39"];
const EVERY = 150;
const SAME_AGAIN = 2500;
let last = { code: "", at: 0 };

export async function openCamera(take) {
  const dialog = document.querySelector("[data-camera-view]");
  const video = dialog.querySelector("video");
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } }, audio: false });
  } catch {
    wrong(says("no-camera"));
    return;
  }
  const close = () => { for (const track of stream.getTracks()) track.stop(); video.srcObject = null; if (dialog.open) dialog.close(); };
  dialog.addEventListener("close", close, { once: true });
  dialog.showModal();
  video.srcObject = stream;
  await video.play();
  const read = await detector().catch(() => null);
  if (!read) { close(); wrong(says("no-camera")); return; }
  note("");
  while (dialog.open) {
    const code = await read(video).catch(() => "");
    if (code && dialog.open && !(code === last.code && Date.now() - last.at < SAME_AGAIN)) {
      last = { code, at: Date.now() };
      dialog.close();
      take(code);
      return;
    }
    await new Promise((done) => setTimeout(done, EVERY));
  }
}

async function detector() {
  if ("BarcodeDetector" in window) {
    const known = await BarcodeDetector.getSupportedFormats();
    const wanted = FORMATS.filter((format) => known.includes(format));
    if (wanted.includes("code_128")) {
      const native = new BarcodeDetector({ formats: wanted });
      return async (video) => (await native.detect(video))[0]?.rawValue ?? "";
    }
  }
  return zxing();
}

async function zxing() {
  const dialog = document.querySelector("[data-camera-view]");
  if (!window.ZXingWASM) await script(dialog.dataset.reader);
  const { prepareZXingModule, readBarcodes } = window.ZXingWASM;
  await prepareZXingModule({ overrides: { locateFile: () => dialog.dataset.wasm }, fireImmediately: true });
  const canvas = document.createElement("canvas");
  const paper = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    if (!canvas.width) return "";
    paper.drawImage(video, 0, 0);
    const found = (await readBarcodes(paper.getImageData(0, 0, canvas.width, canvas.height), { tryHarder: true, maxNumberOfSymbols: 1, textMode: "Plain" }))[0];
    return found ? (found.contentType === "GS1" ? found.symbologyIdentifier : "") + found.text : "";
  };
}

function script(address) {
  return new Promise((done, fail) => {
    const element = document.createElement("script");
    element.src = address;
    element.onload = done;
    element.onerror = fail;
    document.head.append(element);
  });
}
