// The sentences scripts say, written by the server in the person's language: says("wrong-bin", { code, bin }).
export function says(name, values = {}) {
  const text = document.getElementById("scan-words")?.content.querySelector(`[data-word="${name}"]`)?.textContent ?? name;
  return text.replace(/\{(\w+)\}/g, (_, part) => values[part] ?? "");
}
