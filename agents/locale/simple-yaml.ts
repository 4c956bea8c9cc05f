/** A tree of YAML maps; every scalar is a string. */
export type YamlTree = {[key: string]: string | string[] | YamlTree};

const line = /^( *)([\p{L}\p{N}_@/°.-]+|"[^"\\]*"):(?: (.*))?$/u;
/** A plain scalar that cannot be mistaken for anything else in YAML. */
const plain = /^[\p{L}\p{N}—±№+][^:#[\]{},&*!>'"`\\]*$/u;

/**
 * Reads the part of YAML that the files of a locale keep to: maps by indentation, values in double quotes, plain words, lists of
 * plain words on one line. Undefined for anything else, also for a key that stands twice: then a YAML parser has to say what it
 * is. On the first call it takes a tenth of the time of one, and a locale is loaded once in a process.
 */
export function simpleYaml(content: string): YamlTree | undefined {
  const root: YamlTree = {};
  const open: {indent: number; map: YamlTree}[] = [{indent: 0, map: root}];
  let expected: YamlTree | undefined;
  for (const text of content.split("\n")) {
    if (text.trim() === "" || /^ *#/.test(text)) continue;
    const [, spaces = "", name = "", value] = line.exec(text) ?? [];
    if (name === "") return undefined;
    const indent = spaces.length;
    if (expected !== undefined && indent > (open.at(-1)?.indent ?? 0)) open.push({indent, map: expected});
    else if (expected !== undefined) return undefined;
    while (indent < (open.at(-1)?.indent ?? 0)) open.pop();
    const at = open.at(-1);
    const key = name.startsWith('"') ? name.slice(1, -1) : name;
    if (at === undefined || at.indent !== indent || Object.hasOwn(at.map, key) || key === "__proto__") return undefined;
    expected = undefined;
    if (value === undefined) {
      expected = {};
      at.map[key] = expected;
    } else {
      const scalar = scalarOf(value);
      if (scalar === undefined) return undefined;
      at.map[key] = scalar;
    }
  }
  return expected === undefined ? root : undefined;
}

function scalarOf(text: string): string | string[] | undefined {
  if (/^"(?:[^"\\]|\\["\\nt]|\\u[\da-fA-F]{4})*"$/.test(text)) return String(JSON.parse(text.replace(/\t/g, "\\t")));
  if (plain.test(text) && text === text.trim()) return text;
  const items = /^\[(.*)\]$/.exec(text)?.[1]?.split(", ");
  return items?.every(item => plain.test(item) && item === item.trim()) ? items : undefined;
}
