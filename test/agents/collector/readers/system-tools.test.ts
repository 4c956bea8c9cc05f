import {describe, expect, it} from "vitest";
import type {Reading} from "../../../../agents/collector/reader.ts";
import {fixtureText, labelsOfRow, readWith, valuesOf} from "../../../support/read-artifact.ts";

const values = ({reported}: Reading, metric: string, statistic = "value") =>
  reported
    .filter(record => record.metric === metric)
    .flatMap(({statistics}) => statistics.filter(entry => entry.statistic === statistic).map(({value}) => value));

describe("nvidia-smi", () => {
  it("reads units of the header and of the cells, in any order", () => {
    const units = readWith("nvidia-smi-csv", fixtureText("nvidia-smi-csv/query.csv"));
    expect(valuesOf(units, "gpu_memory_used")).toEqual([1024, 8, 20480, 8].map(size => size * 1024 ** 2));
    expect(valuesOf(units, "power")).toEqual([55.25, null, 341.5, null]);
    expect(labelsOfRow(units, 0)).toMatchObject({gpu: "Example GPU A", device: 0, "x.power.limit": "350.00 W"});
    expect(valuesOf(readWith("nvidia-smi-csv", fixtureText("nvidia-smi-csv/nounits.csv")), "power")).toEqual([101.25, 118.75]);
  });

  it("knows without header only the power that varies", () => {
    const text = fixtureText("nvidia-smi-csv/noheader.csv");
    expect(readWith("nvidia-smi-csv", text).tables[0]?.columns.map(({metric}) => metric)).toEqual(["power", "x.C3"]);
    const still = readWith("nvidia-smi-csv", text.replace("64.25", "61.50"));
    expect(still.tables[0]?.columns.map(({metric}) => metric)).toEqual(["x.C2", "x.C3"]);
  });

  it("reads two and three lines per GPU, `ERR!` as not measured", () => {
    const reading = readWith("nvidia-smi-text", fixtureText("nvidia-smi-text/three-lines.txt"));
    expect(valuesOf(reading, "gpu_temperature")).toEqual([45, null]);
    expect(valuesOf(reading, "gpu_memory_used")).toEqual([38123 * 1024 ** 2, 4 * 1024 ** 2]);
    expect(reading.session.environment).toEqual({driver: "560.35.03", cuda: "12.6"});
  });

  it("takes the columns of dmon from its repeated headings", () => {
    const reading = readWith("nvidia-smi-dmon", fixtureText("nvidia-smi-dmon/dmon.txt"));
    expect(valuesOf(reading, "power")).toEqual([71, 25, 298, 25]);
    expect(reading.tables[0]?.columns.some(({field}) => field === "mtemp")).toBe(false);
  });

  it("tells sections of the long form apart", () => {
    const reading = readWith("nvidia-smi-query", fixtureText("nvidia-smi-query/query.txt"));
    expect(values(reading, "gpu_memory_used")).toEqual([2048 * 1024 ** 2]);
    expect(reading.reported.find(({metric}) => metric === "power")?.definition).toBe("instant");
  });
});

describe("perf-stat", () => {
  const reading = readWith("perf-stat", fixtureText("perf-stat/two-runs.txt"));

  it("reads several runs, grouped digits of two locales, and leaves out what was not counted", () => {
    expect(values(reading, "run_time", "mean")).toEqual([1.23705]);
    expect(values(reading, "run_time")).toEqual([5.435678901]);
    expect(values(reading, "cycle_count")).toEqual([8000000000]);
    expect(values(reading, "instructions_per_cycle")).toEqual([0.5]);
    expect(reading.reported.some(({metric}) => metric.includes("LLC") || metric.includes("icache"))).toBe(false);
  });

  it("keeps mode and kind of core as settings, the number of runs as n", () => {
    const [mean, hybrid] = reading.reported.filter(({metric}) => metric === "instruction_count");
    expect(mean).toMatchObject({n: 5, settings: {"x.mode": "u"}, subject: {command: "./sort 1000"}});
    expect(hybrid?.settings).toEqual({"x.pmu": "cpu_core"});
  });
});

describe("sysstat", () => {
  it("keeps the whole processor, its cores and averages apart", () => {
    for (const file of ["sysstat-json/mpstat.json", "sysstat-text/mpstat.txt"]) {
      const {tables} = readWith(file.split("/")[0]!, fixtureText(file));
      expect(tables.map(({part, rows}) => [part, rows])).toEqual([
        ["cpu", 2],
        ["cores", 2]
      ]);
      expect(tables[0]?.columns[0]?.values).toEqual([0.405, 0.415]);
    }
  });

  it("states the first report of iostat apart from the samples", () => {
    for (const file of ["sysstat-json/iostat.json", "sysstat-text/iostat.txt"]) {
      const reading = readWith(file.split("/")[0]!, fixtureText(file));
      expect(values(reading, "read_iops", "overall")).toEqual([2.5]);
      expect(valuesOf(reading, "read_iops")).toEqual([1200]);
      expect(valuesOf(reading, "read_throughput")).toEqual([48000 * 1024]);
      expect(reading.tables.flatMap(({columns}) => columns).some(({metric}) => metric === "write_latency")).toBe(false);
    }
  });

  it("reads decimal commas", () => {
    expect(valuesOf(readWith("sysstat-text", fixtureText("sysstat-text/sar.txt")), "cpu_user")).toEqual([0.125, 0.5525]);
  });
});

describe("vmstat and dstat", () => {
  it("give times only with a zone and state the first row apart", () => {
    const text = fixtureText("vmstat/vmstat.txt");
    expect(readWith("vmstat", text).tables[0]?.times).toHaveLength(44);
    expect(readWith("vmstat", text.replaceAll("UTC", "MSK")).tables[0]?.times).toBeUndefined();
    expect(values(readWith("vmstat", text), "cpu_user", "overall")).toEqual([0.7]);
  });

  it("tell columns of the same name apart by their groups and devices", () => {
    const {tables} = readWith("dstat-csv", fixtureText("dstat-csv/dstat.csv"));
    expect(tables.map(({subject}) => subject)).toEqual([{}, {device: "sda"}]);
    expect(tables[0]?.columns.find(({metric}) => metric === "memory_used")?.values).toEqual([2732093440, 2832093184]);
  });
});

describe("fio-json", () => {
  const reading = readWith("fio-json", fixtureText("fio-json/version-3.json"));

  it("reads nanoseconds of version 3 and microseconds before", () => {
    expect(reading.reported.find(({definition}) => definition === "completion")?.statistics[0]?.value).toBeCloseTo(480.50075e-6, 12);
    const old = fixtureText("fio-json/version-3.json").replaceAll("lat_ns", "lat");
    expect(readWith("fio-json", old).reported.find(({definition}) => definition === "completion")?.statistics[0]?.value).toBeCloseTo(
      0.48050075,
      9
    );
  });

  it("leaves out a direction that moved nothing and counts a job with an error as failed", () => {
    expect(reading.reported.every(({metric}) => metric.startsWith("read_"))).toBe(true);
    expect(reading.tables[0]).toMatchObject({subject: {test: "broken"}, failures: [{reason: "error 28"}]});
  });
});

describe("nccl-tests", () => {
  const reading = readWith("nccl-tests", fixtureText("nccl-tests/all-reduce.txt"));

  it("keeps placements and the two bandwidths apart", () => {
    expect(values(reading, "bus_bandwidth", "mean")).toEqual([34.76e9, 35.15e9, 41.67e9, 38.345e9]);
    expect(values(reading, "algorithm_bandwidth", "mean")).toEqual([23.17e9, 23.43e9, 27.78e9]);
  });

  it("has no value of a size with wrong results", () => {
    expect(reading.tables[0]?.settings).toMatchObject({"x.size": 2097152, "x.placement": "in-place"});
    expect(reading.problems).toMatchObject([{code: "wrong-results"}]);
  });
});

describe("prometheus-text", () => {
  const reading = readWith("prometheus-text", fixtureText("prometheus-text/metrics.prom"));

  it("states counters as sums since the start and keeps buckets as a histogram", () => {
    expect(values(reading, "x.http_requests_total", "sum")).toEqual([1027, 3]);
    const histogram = reading.reported.find(({metric}) => metric === "x.request_duration_seconds");
    expect(histogram).toMatchObject({unit: "s", n: 1030, histogram: {bounds: [0.1, 0.5], counts: [900, 110], at: "L10-L12"}});
  });

  it("reads quantiles, known names of a server, and no value that is NaN", () => {
    expect(values(reading, "x.rpc_seconds", "p99")).toEqual([0.875]);
    expect(reading.reported.find(({metric}) => metric === "ttft")).toMatchObject({subject: {model: "example/model-7b"}, n: 40});
    expect(reading.reported.some(({metric}) => metric.includes("queue_fill"))).toBe(false);
    expect(reading.problems).toMatchObject([{code: "not-measured-values", values: {count: 1}}]);
  });
});

describe("monitor-csv", () => {
  it("keeps a process apart from the machine", () => {
    const {tables} = readWith("monitor-csv", fixtureText("monitor-csv/ollama-run.csv"));
    expect(tables.map(({part, subject}) => [part, subject])).toEqual([
      ["machine", {}],
      ["cores", {}],
      ["ollama", {command: "ollama"}]
    ]);
    expect(tables[2]?.columns.map(({metric, definition}) => [metric, definition])).toEqual([
      ["memory_used", "process"],
      ["cpu_utilization", "process"]
    ]);
  });
});

describe("experiment tracking", () => {
  it("names metrics of a W&B summary by what was logged and keeps settings apart", () => {
    const {reported} = readWith("wandb-summary", fixtureText("wandb-summary/wandb-summary.json"));
    expect(reported.map(({metric, unit, subject}) => [metric, unit, subject["scope"]])).toEqual([
      ["loss", "1", "train/loss"],
      ["accuracy", "fraction", "val/acc"],
      ["loss", "1", "val/loss"],
      ["x.tokens_per_second", "tok/s", undefined],
      ["x.samples_seen", "unknown", undefined],
      ["run_time", "s", undefined]
    ]);
    expect(reported[0]?.settings).toEqual({"x.lr": 0.0003, "x.epoch": 12});
  });

  it("counts runs of a W&B table without results as failures, whatever their state", () => {
    const reading = readWith("wandb-runs-csv", fixtureText("wandb-runs-csv/runs.csv"));
    expect(reading.tables[0]?.failures).toEqual([
      {row: 1, reason: "crashed", kind: "error"},
      {row: 2, reason: "", kind: "missing"}
    ]);
    expect(valuesOf(reading, "frame_throughput")).toEqual([412.5, null, null]);
    expect(labelsOfRow(reading, 0)).toMatchObject({"x.optimizer": "adamw", "x.model.depth": 12});
  });

  it("takes the tag of TensorBoard and the name of MLflow from the path, else the metric is unknown", () => {
    const text = fixtureText("tensorboard-csv/run-exp1_train-tag-train_loss.csv");
    const named = readWith("tensorboard-csv", text, "logs/run-exp1_train-tag-train_loss.csv");
    expect(named.tables[0]).toMatchObject({subject: {scope: "train_loss"}, settings: {"x.run": "exp1_train"}, columns: [{metric: "loss"}]});
    expect(readWith("tensorboard-csv", text, "scalars.csv").tables[0]?.columns).toMatchObject([{metric: "x.value", unit: "unknown"}]);
    const metric = fixtureText("mlflow-metric/val_accuracy");
    expect(readWith("mlflow-metric", metric, "mlruns/0/abc/metrics/val_accuracy").tables[0]?.columns).toMatchObject([{metric: "accuracy"}]);
  });
});

describe("perf stat for programs", () => {
  it("reads counters of CSV and JSON alike", () => {
    const csv = readWith("perf-stat-csv", fixtureText("perf-stat-csv/stat.csv"));
    const json = readWith("perf-stat-json", fixtureText("perf-stat-json/stat.json"));
    for (const reading of [csv, json]) {
      expect(values(reading, "cpu_time")).toEqual([1.2505]);
      expect(values(reading, "cycle_count")).toEqual([4e9]);
      expect(values(reading, "instructions_per_cycle")).toEqual([2]);
      expect(reading.reported.some(({metric}) => metric.includes("LLC"))).toBe(false);
      expect(reading.reported[0]?.settings).toEqual({"x.mode": "u"});
    }
    expect(values(csv, "branch_miss_rate")).toEqual([0.0125]);
  });

  it("tells intervals apart by their end", () => {
    const {reported} = readWith("perf-stat-csv", fixtureText("perf-stat-csv/interval.csv"));
    expect(
      reported.filter(({metric}) => metric === "cycle_count").map(({settings, statistics}) => [settings, statistics[0]?.value])
    ).toEqual([
      [{"x.interval_end": 1.00025}, 3e6],
      [{"x.interval_end": 2.0005}, 5e6]
    ]);
  });
});

describe("nvidia-smi pmon", () => {
  it("reads what each process takes and skips GPUs without one", () => {
    const reading = readWith("nvidia-smi-pmon", fixtureText("nvidia-smi-pmon/pmon.txt"));
    expect(reading.tables[0]).toMatchObject({rows: 2, subject: {device: 0}, settings: {"x.process": "ollama_llama_se"}});
    expect(valuesOf(reading, "x.process_sm")).toEqual([0.45, 0.95]);
    expect(valuesOf(readWith("nvidia-smi-pmon", fixtureText("nvidia-smi-pmon/memory.txt")), "gpu_memory_used")).toEqual([
      5120 * 1024 ** 2,
      6144 * 1024 ** 2
    ]);
  });
});

describe("the first report of a monitor", () => {
  it("is a sample like the others when the command above says that the one since boot is left out", () => {
    const text = fixtureText("vmstat/vmstat.txt");
    const rows = (written: string) => readWith("vmstat", written).tables[0]?.rows ?? 0;
    expect(rows(`$ vmstat -y 1 5\n${text}`)).toBe(rows(text) + 1);
    expect(rows(`$ vmstat 1 5\n${text}`)).toBe(rows(text));
    expect(readWith("vmstat", text).reported[0]?.settings).toEqual({"x.window": "first report"});
  });
});
