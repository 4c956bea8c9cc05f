import {isAbsolute, posix} from "node:path";
import {z} from "zod";
import {SpecError, type Time} from "../../agents/contracts/index.ts";

const entrySchema = z.union([
  z.string().min(1),
  z.strictObject({path: z.string().min(1), name: z.string().min(1).optional(), time: z.string().min(1).optional()})
]);

/**
 * The runs that a file lists: a folder per line (blank lines and lines with `#` are none), or a JSON list of paths or of
 * `{path, name?, time?}`. Paths are relative to the file. @throws SpecError `run-list-not-valid`
 */
export function listedRuns(file: string, text: string): {name: string; path: string; time?: Time}[] {
  const folder = posix.dirname(file);
  return entriesOf(file, text).map(entry => {
    const {path, name, time} = typeof entry === "string" ? {path: entry} : {name: undefined, time: undefined, ...entry};
    const whole = isAbsolute(path) ? path : posix.join(folder, path);
    return {
      name: name ?? whole.replace(/\/+$/, "").slice(whole.replace(/\/+$/, "").lastIndexOf("/") + 1),
      path: whole.replace(/(?<=.)\/+$/, ""),
      ...(time === undefined ? {} : {time: timeOf(time)})
    };
  });
}

function entriesOf(file: string, text: string): z.infer<typeof entrySchema>[] {
  if (!text.trimStart().startsWith("[")) {
    const lines = text.split(/\r?\n/).map(line => line.trim());
    const paths = lines.filter(line => line !== "" && !line.startsWith("#"));
    if (paths.every(path => path.length < 4096 && !/\p{Cc}/u.test(path))) return paths;
  }
  try {
    return z.array(entrySchema).parse(JSON.parse(text));
  } catch (error) {
    throw new SpecError(
      "run-list-not-valid",
      `${file}: no list of runs; expected a folder per line, or a JSON list of paths`,
      {path: file},
      error
    );
  }
}

function timeOf(text: string): Time {
  const isZoned = /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:?\d\d)$/.test(text) && !Number.isNaN(Date.parse(text));
  return isZoned ? {text, utc: new Date(text).toISOString()} : {text};
}
