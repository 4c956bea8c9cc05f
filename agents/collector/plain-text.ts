import {unindentedFences} from "./text-sections.ts";

const escapeCharacter = String.fromCharCode(27);
/** Colours and cursor moves, titles of a window, choice of a character set. */
const codes = new RegExp(
  `${escapeCharacter}(?:\\[[0-9;:?]*[ -/]*[@-~]|\\][^${escapeCharacter}\\u0007\\n]*(?:\\u0007|${escapeCharacter}\\\\)|[()][0-9A-B])`,
  "g"
);

/**
 * What machines that run the tools put before every line of an output, with a clock of their own. Words for these forms:
 * GitHub Actions (7 digits, also with job and step), containerd, `docker logs -t` and `kubectl logs --timestamps` (9), GitLab (6), Jenkins (brackets).
 */
const prefixes: readonly RegExp[] = [
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z ?/,
  /^[^\t\n]+\t[^\t\n]+\t\ufeff?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z ?/,
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}(?:Z|[+-]\d\d:\d\d) (?:stdout|stderr) [FP] ?/,
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z ?/,
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z \d\d[OE][ +]?/,
  /^\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\] ?/
];

/**
 * A text as the tool wrote it: without codes of a terminal, line ends of Windows, and the clock that a build server put before each line.
 * Lines stay where they are. The same text when there is nothing of the kind.
 */
export function plainText(text: string): string {
  const unix = text.includes("\r\n") ? text.replaceAll("\r\n", "\n") : text;
  const plain = unix.includes(escapeCharacter) ? unix.replace(codes, "") : unix;
  const prefix = prefixes.find(pattern => pattern.test(plain));
  return withoutFenceIndent(prefix === undefined ? plain : withoutPrefix(plain, prefix));
}

const indentedFence = /^[ \t>*+\d.)-]+(?:`{3}|~{3})/m;
const withoutFenceIndent = (text: string) => (indentedFence.test(text) ? unindentedFences(text.split("\n")).join("\n") : text);

/** Only when (nearly) every line has it: a cut last line and lines that were broken in two may lack it. */
function withoutPrefix(text: string, prefix: RegExp): string {
  const lines = text.split("\n");
  const filled = lines.filter(line => line.trim() !== "");
  const marked = filled.filter(line => prefix.test(line)).length;
  return marked === filled.length || (marked >= 2 && marked >= filled.length * 0.9)
    ? lines.map(line => line.replace(prefix, "")).join("\n")
    : text;
}
