/** One invented backend: mean and deviation in ms, compile time in s; `error` when it failed. */
export interface Backend {
  mean?: number;
  deviation?: number;
  compile?: number;
  error?: string;
  provider?: string;
  precision?: string;
}

/** Report of a compile benchmark over several backends, as the harness writes it. */
export function compileReport(
  backends: Readonly<Record<string, Backend>>,
  device = "cpu",
  generatedAt = "2026-01-05T10:00:00+00:00"
): string {
  return JSON.stringify({
    generated_at: generatedAt,
    model: {name: "net", device, dtype: "float32", batch_size: 4},
    settings: {runs: 10, warmup_runs: 3},
    backends: Object.fromEntries(Object.entries(backends).map(([name, backend]) => [name, resultOf(backend)]))
  });
}

function resultOf({mean = 0, deviation = 0.01, compile, error, provider, precision}: Backend) {
  const metadata = {
    ...(provider === undefined ? {} : {providers: [provider]}),
    ...(precision === undefined ? {} : {enabled_precisions: [precision]})
  };
  if (error !== undefined) return {compilation: {success: false, error}, benchmark: null};
  return {
    ...(compile === undefined ? {} : {compilation: {success: true, compile_time_s: compile, metadata}}),
    benchmark: {success: true, mean_time_ms: mean, std_time_ms: deviation, min_time_ms: mean, max_time_ms: mean * 1.1, metadata}
  };
}
