import {describe, expect, it} from "vitest";
import {artifactReadingSchema, readArtifact} from "../../../agents/collector/artifact-reading.ts";
import {genericReaders} from "../../../agents/collector/readers/generic.ts";
import {readers} from "../../../agents/collector/readers/index.ts";
import {mutated} from "../../support/mutations.ts";
import {fixtureFiles} from "../../support/read-artifact.ts";

/** `FUZZ=10000` for the long run, `FUZZ_FROM` for its first seed; the short one is a slice of it. */
const runs = Number(process.env["FUZZ"] ?? 600);
const first = Number(process.env["FUZZ_FROM"] ?? 1);
const slowest = 2000;

const files = readers.flatMap(({format}) => fixtureFiles(format)).map(({path, text}) => ({path, bytes: Buffer.from(text)}));

describe("mutated files", () => {
  it(
    `are read without a fault of ours: ${runs} of them`,
    async () => {
      const faults: string[] = [];
      for (let seed = first; seed < first + runs; seed += 1) {
        const file = files[(seed * 7919) % files.length]!;
        const other = files[(seed * 104_729) % files.length]!;
        const fault = await faultOf(file.path, mutated(file.bytes, other.bytes, seed));
        if (fault !== undefined) faults.push(`seed ${seed}, ${file.path}: ${fault}`);
      }
      expect(faults).toEqual([]);
    },
    runs * 200
  );
});

/** Processor time counts: the machine may be busy with other things. */
async function faultOf(path: string, bytes: Buffer): Promise<string | undefined> {
  const begin = process.cpuUsage();
  try {
    const reading = await readArtifact(path, bytes, {dedicated: readers, generic: genericReaders});
    const {user, system} = process.cpuUsage(begin);
    const broken = reading.problems.find(({code}) => code === "reader-broke");
    if (broken !== undefined) return JSON.stringify(broken);
    const parsed = artifactReadingSchema.safeParse(reading);
    if (!parsed.success) return parsed.error.issues[0]?.message;
    return user + system > slowest * 1000 ? `took ${(user + system) / 1000} ms` : undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
