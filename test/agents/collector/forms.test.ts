import {gzipSync} from "node:zlib";
import {describe, expect, it} from "vitest";
import {type ArtifactReading, readArtifact} from "../../../agents/collector/artifact-reading.ts";
import {genericReaders} from "../../../agents/collector/readers/generic.ts";
import {readers} from "../../../agents/collector/readers/index.ts";
import {fixtureFiles} from "../../support/read-artifact.ts";

const files = readers.flatMap(({format, isShownInManuals}) => fixtureFiles(format).map(file => ({...file, isShownInManuals})));
const escapeCode = String.fromCharCode(27);

/** The forms in which one output lies about, each with the text of a file made to it. */
const forms: Record<string, (text: string) => string | Uint8Array> = {
  "with CRLF": text => text.replaceAll(/\r?\n/g, "\r\n"),
  "packed by gzip": text => gzipSync(text),
  "with a byte order mark": text => `\ufeff${text}`,
  "with colours": text => text.replaceAll(/^(?=.)/gm, `${escapeCode}[1;32m`).replaceAll(/(?<=.)$/gm, `${escapeCode}[0m`),
  "in the log of GitHub Actions": text => stamped(text, index => `2025-01-01T00:00:${String(index % 60).padStart(2, "0")}.0000000Z `),
  "in the log of a container": text => stamped(text, () => "2025-01-01T00:00:00.123456789Z "),
  "in a fence of Markdown": text => `# Notes\n\nWhat came out:\n\n\`\`\`\n${text.trimEnd()}\n\`\`\`\n\nThat was all.\n`,
  "in a fence of a list": text => `1. Run it:\n\n   \`\`\`text\n${text.trimEnd().replaceAll(/^/gm, "   ")}\n   \`\`\`\n2. Look at it\n`,
  "below its command": text => `user@box:~/bench$ ./run-it.sh --fast\n${text.trimEnd()}\nuser@box:~/bench$ \n`,
  "below another command": text => `$ uname -a\nLinux box 6.1.0 x86_64 GNU/Linux\n$ ./run-it.sh\n${text.trimEnd()}\n$ exit\n`
};

const stamped = (text: string, stamp: (index: number) => string) =>
  text
    .trimEnd()
    .split("\n")
    .map((line, index) => `${stamp(index)}${line}`)
    .join("\n");

const read = (path: string, content: string | Uint8Array) =>
  readArtifact(path, typeof content === "string" ? Buffer.from(content) : content, {dedicated: readers, generic: genericReaders});

describe.each(Object.keys(forms))("an output %s", form => {
  it.each(files)("gives the same values: $path", async ({path, text, isShownInManuals}) => {
    if (form.startsWith("in a fence") && (isShownInManuals === true || text.includes("```"))) return;
    const [plain, formed] = await Promise.all([read(path, text), read(path, forms[form]!(text))]);
    expect(valuesOf(formed)).toEqual(valuesOf(plain));
  });
});

/** Every value with its metric, statistic and labels, whatever its place. */
function valuesOf({tables, reported, others = []}: ArtifactReading): string[] {
  const all = [{tables, reported}, ...others];
  const cells = all.flatMap(part =>
    part.tables.flatMap(({columns, failures, subject, settings, factors}) => [
      ...columns.map(({metric, definition, unit, values}) =>
        JSON.stringify([metric, definition, unit, values, subject, settings, factors])
      ),
      JSON.stringify([failures, subject, settings])
    ])
  );
  const stated = all.flatMap(part =>
    part.reported.flatMap(({metric, definition, unit, role, n, subject, settings, statistics}) =>
      statistics.map(({statistic, value}) => JSON.stringify([metric, definition, unit, role, n, subject, settings, statistic, value]))
    )
  );
  return [...cells, ...stated].sort();
}
