/** A part of a text that one program may have written. */
export interface Section {
  /** Number of its first line, 1-based. */
  first: number;
  /** Without the indentation or quote marks of the fence it stands in; what belongs to other sections is blank. */
  lines: readonly string[];
  /** Command line above it, with the prompt taken off. */
  command?: string;
  isFenced: boolean;
}

/** `$ x`, `user@host:~$ x`, `[root@host ~]# x`, `PS C:\> x`, `C:\>x`, arrows of fancy shells, and commands in logs of build servers. */
const prompts: readonly RegExp[] = [
  /^\s*\$(?: (.*))?$/,
  /^\s*(?:\([^)\s]*\) )?[\w.-]+@[\w.-]+[: ][^$#%>|]{0,120}[$#%>](?: (.*))?$/,
  /^\s*(?:\([^)\s]*\) )?\[[\w.-]+@[\w.-]+ [^\]]{1,120}\][$#](?: (.*))?$/,
  /^\s*PS [A-Za-z]:\\[^>\n]{0,200}>(.*)$/,
  /^\s*[A-Za-z]:\\[^>\n|]{0,200}>(.+)$/,
  /^\s*[➜❯λ]\s+(.+)$/u,
  /^\[command\](.+)$/,
  /^##\[group\]Run (.+)$/
];

/** The command of a line that shows a prompt; `` for a prompt without one; undefined for other lines. */
export function commandIn(line: string): string | undefined {
  if (line.length > 2000) return undefined;
  for (const prompt of prompts) {
    const found = prompt.exec(line);
    if (found !== null) return (found[1] ?? "").trim();
  }
  return undefined;
}

/** Words of a heading: Markdown, or a line between `===`, `---`, `***`, `###`. */
export function headingIn(line: string): string | undefined {
  const written =
    /^\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$/.exec(line.slice(0, 300))?.[1] ??
    /^\s*([=*~-])\1{2,}\s*(.*?\S)\s*\1{3,}\s*$/.exec(line.slice(0, 300))?.[2];
  const words = written?.replace(/[*_`]/g, "").trim() ?? "";
  return /\p{L}|\d/u.test(words) && words.length <= 120 ? words : undefined;
}

const fence = /^((?:\s*>)*\s*(?:[-*+]\s+|\d+[.)]\s+)?)(`{3,}|~{3,})[^`]*$/;
const shellFence = /^(?:\s*>)*\s*(?:```+|~~~+)\s*(?:bash|sh|shell|zsh|fish|powershell|cmd)\b/;

export const isFence = (line: string) => fence.test(line);
export const isShellFence = (line: string) => shellFence.test(line);

/** Fenced parts and what follows a prompt, each apart; all other lines are one more section. One section: the text has no such parts. */
export function sectionsOf(lines: readonly string[]): Section[] {
  const sections: Section[] = [];
  const outside = lines.map(line => line);
  for (let index = 0; index < lines.length; index += 1) {
    const [, indent = "", mark] = fence.exec(lines[index] ?? "") ?? [];
    if (mark === undefined) continue;
    const end = closing(lines, index + 1, mark);
    const inner = lines.slice(index + 1, end).map(line => withoutIndent(line, indent));
    sections.push(...split(inner, index + 2, true));
    outside.fill("", index, end + 1);
    index = end;
  }
  return [...split(outside, 1, false), ...sections].filter(({lines: own}) => own.some(line => line.trim() !== ""));
}

/** The lines with what stands in fences of lists and quotes moved to their margin. */
export function unindentedFences(lines: readonly string[]): readonly string[] {
  if (!lines.some(line => /^(?:\s|>|[-*+]|\d+[.)])/.test(line) && isFence(line))) return lines;
  const moved = [...lines];
  for (let index = 0; index < lines.length; index += 1) {
    const [, indent = "", mark] = fence.exec(lines[index] ?? "") ?? [];
    if (mark === undefined) continue;
    const end = closing(lines, index + 1, mark);
    for (let inner = index + 1; inner < end; inner += 1) moved[inner] = withoutIndent(lines[inner] ?? "", indent);
    index = end;
  }
  return moved;
}

/** Index of the closing fence, or the end of the text. */
function closing(lines: readonly string[], from: number, mark: string): number {
  for (let index = from; index < lines.length; index += 1) {
    const line = (lines[index] ?? "").replace(/^(?:\s*>)*\s*/, "");
    if (line.startsWith(mark) && line.trimEnd().length === /^(.)\1*/.exec(line)?.[0].length) return index;
  }
  return lines.length;
}

function withoutIndent(line: string, indent: string): string {
  const quoted = indent.includes(">") ? line.replace(/^(?:\s*>)+ ?/, "") : line;
  const spaces = indent.replace(/^(?:\s*>)+ ?/, "").length;
  return spaces === 0 ? quoted : quoted.replace(new RegExp(`^\\s{0,${spaces}}`), "");
}

/** At every prompt; the line with it belongs to no section. */
function split(lines: readonly string[], first: number, isFenced: boolean): Section[] {
  const sections: Section[] = [];
  let open: {first: number; lines: string[]; command?: string} = {first, lines: []};
  for (const [index, line] of lines.entries()) {
    const command = commandIn(line);
    if (command === undefined) {
      open.lines.push(line);
      continue;
    }
    sections.push({...open, isFenced});
    open = {first: first + index + 1, lines: [], ...(command === "" ? {} : {command})};
  }
  return [...sections, {...open, isFenced}];
}
