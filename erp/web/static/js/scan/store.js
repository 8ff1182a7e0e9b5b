// The scans on this device. Both stores only ever grow: what was scanned, and what became of it. What a scan stands at
// is the last thing that became of it. Settled scans are cleared away after a week.
const NAME = "erp-scanner";
const KEPT_FOR = 7 * 86_400_000;
const SETTLED = new Set(["sent", "withdrawn", "dismissed", "told"]);
let opened = null;

function open() {
  opened ??= new Promise((done, fail) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("scan", { keyPath: "number", autoIncrement: true }).createIndex("key", "key", { unique: true });
      request.result.createObjectStore("outcome", { keyPath: "number", autoIncrement: true });
    };
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  return opened;
}

async function run(stores, mode, work) {
  const database = await open();
  return new Promise((done, fail) => {
    const transaction = database.transaction(stores, mode, { durability: "strict" });
    const request = work(transaction);
    transaction.oncomplete = () => done(request?.result);
    transaction.onerror = transaction.onabort = () => fail(transaction.error);
  });
}

export async function keepScan(scan) {
  await run(["scan"], "readwrite", (all) => all.objectStore("scan").add(scan));
}

export async function keepOutcome(key, kind, more = {}) {
  await run(["outcome"], "readwrite", (all) => all.objectStore("outcome").add({ key, kind, at: Date.now(), ...more }));
}

// Every scan in the order it was made, with where it stands: "waiting" until something became of it.
export async function allScans() {
  const scans = await run(["scan"], "readonly", (all) => all.objectStore("scan").getAll());
  const outcomes = await run(["outcome"], "readonly", (all) => all.objectStore("outcome").getAll());
  const last = new Map();
  const tries = new Map();
  const left = new Set();
  for (const outcome of outcomes) {
    if (outcome.kind === "left") left.add(outcome.key);
    else if (outcome.kind === "tried") tries.set(outcome.key, (tries.get(outcome.key) ?? 0) + 1);
    else last.set(outcome.key, outcome);
  }
  return scans.map((scan) => {
    const outcome = last.get(scan.key);
    return { ...scan, state: !outcome || outcome.kind === "again" ? "waiting" : outcome.kind, outcome, tries: tries.get(scan.key) ?? 0, left: left.has(scan.key) };
  });
}

export async function clearOld() {
  const before = Date.now() - KEPT_FOR;
  const old = (await allScans()).filter((scan) => SETTLED.has(scan.state) && scan.at < before);
  if (!old.length) return;
  const outcomes = await run(["outcome"], "readonly", (all) => all.objectStore("outcome").getAll());
  const keys = new Set(old.map((scan) => scan.key));
  await run(["scan", "outcome"], "readwrite", (all) => {
    for (const scan of old) all.objectStore("scan").delete(scan.number);
    for (const outcome of outcomes) if (keys.has(outcome.key)) all.objectStore("outcome").delete(outcome.number);
  });
}
