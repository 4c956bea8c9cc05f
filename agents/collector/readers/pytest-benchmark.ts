import {z} from "zod";
import type {Labels} from "../../contracts/index.ts";
import type {Reader} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {writtenTime} from "../zoned-time.ts";

/**
 * `pytest --benchmark-json`: latency per test in s, over the rounds. `ops` is 1 / mean and says nothing more. The host's name in
 * `machine_info.node` is not taken. https://pytest-benchmark.readthedocs.io
 */
export const pytestBenchmark: Reader = {
  format: "pytest-benchmark",
  category: "other",
  detect: ({text, documents}) =>
    text.includes('"machine_info"') && documents.length === 1 && reportSchema.safeParse(documents[0]?.value).success,
  read({path, documents}) {
    const {benchmarks, machine_info: machine, datetime} = reportSchema.parse(documents[0]?.value);
    const endedAt = datetime === undefined ? undefined : writtenTime(datetime);
    const reported = benchmarks.map(({name, stats}, index) => {
      const at = `/benchmarks/${index}/stats`;
      return buildReported({
        part: at,
        metric: "latency",
        labels: {test: name},
        over: "samples",
        n: stats.rounds,
        statistics: [
          {statistic: "mean", value: stats.mean, at: `${at}/mean`},
          {statistic: "std", value: stats.stddev, at: `${at}/stddev`},
          {statistic: "p50", value: stats.median, at: `${at}/median`},
          {statistic: "min", value: stats.min, at: `${at}/min`},
          {statistic: "max", value: stats.max, at: `${at}/max`}
        ]
      });
    });
    return {
      tables: [],
      reported,
      session: {
        tool: "pytest-benchmark",
        key: `${endedAt?.text ?? path}`,
        environment: environmentOf(machine),
        ...(endedAt === undefined ? {} : {endedAt})
      },
      problems: []
    };
  }
};

function environmentOf({python_version: python, system, release, cpu}: z.infer<typeof machineSchema>): Labels {
  const brand = cpu?.brand_raw ?? cpu?.brand;
  return {
    ...(python === undefined ? {} : {python}),
    ...(system === undefined ? {} : {os: release === undefined ? system : `${system} ${release}`}),
    ...(brand === undefined ? {} : {cpu: brand})
  };
}

const machineSchema = z.looseObject({
  python_version: z.string().optional(),
  system: z.string().optional(),
  release: z.string().optional(),
  cpu: z.looseObject({brand_raw: z.string().optional(), brand: z.string().optional()}).optional()
});

const reportSchema = z.looseObject({
  machine_info: machineSchema,
  datetime: z.string().optional(),
  benchmarks: z.array(
    z.looseObject({
      name: z.string(),
      stats: z.looseObject({
        mean: z.number(),
        stddev: z.number(),
        median: z.number(),
        min: z.number(),
        max: z.number(),
        rounds: z.int().optional()
      })
    })
  )
});
