// Right and wrong at arm's length: two tones nobody confuses, a shake, a colour, and the words.
let audio = null;

export function right(text) {
  tell(text, "good");
  soundRight();
}

export function wrong(text) {
  tell(text, "bad");
  soundWrong();
}

// Without words, where the page says them already.
export function soundRight() {
  tones([[880, 0, 0.09, "sine"], [1320, 0.1, 0.12, "sine"]]);
  shake(60);
}

export function soundWrong() {
  tones([[160, 0, 0.18, "square"], [120, 0.24, 0.3, "square"]]);
  shake([220, 90, 220]);
}

function shake(pattern) {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(pattern); // browsers shake only for who touched them
}

// A word in passing that is neither right nor wrong.
export function note(text) {
  tell(text, "plain");
}

function tell(text, kind) {
  const place = document.querySelector("[data-said]");
  if (!place) return;
  place.className = `scan-said ${kind}`;
  place.textContent = text;
  place.hidden = !text;
}

function tones(parts) {
  try {
    audio ??= new AudioContext();
    audio.resume?.();
    for (const [pitch, after, seconds, shape] of parts) {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.type = shape;
      tone.frequency.value = pitch;
      volume.gain.value = shape === "square" ? 0.09 : 0.18;
      tone.connect(volume).connect(audio.destination);
      tone.start(audio.currentTime + after);
      tone.stop(audio.currentTime + after + seconds);
    }
  } catch { /* no sound on this device: words, colour and the shake say it, too */ }
  document.documentElement.dataset.lastTone = parts[0][3];
}
