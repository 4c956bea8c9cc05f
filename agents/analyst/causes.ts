import type {Finding, FindingKind} from "../contracts/index.ts";

/** What may stand behind a finding. Worded by the locale under `cause.<code>`. */
export interface Cause {
  code: string;
  /** Where the mechanism is described. */
  source: string;
  /** Only for findings with one of these words: a phase, a factor. */
  only?: {word: string; values: readonly string[]};
}

const ollamaFaq = "https://github.com/ollama/ollama/blob/main/docs/faq.md";
const scalingInference = "https://arxiv.org/abs/2211.05102";
const compilerTroubleshooting = "https://pytorch.org/docs/stable/torch.compiler_troubleshooting.html";
const compilerFaq = "https://pytorch.org/docs/stable/torch.compiler_faq.html";
const kQuants = "https://github.com/ggml-org/llama.cpp/pull/1684";
const benchmarkNoise = "https://github.com/google/benchmark/blob/main/docs/reducing_variance.md";
const threads = "https://github.com/ggml-org/llama.cpp/blob/master/docs/development/token_generation_performance_tips.md";

const inPhase = (...values: string[]) => ({word: "phase", values});
const ofFactor = (...values: string[]) => ({word: "factor", values});

/** Causes known for each kind of finding. A model may choose among them and name no other; kinds without any are not asked about. */
const causes: Readonly<Partial<Record<FindingKind, readonly Cause[]>>> = {
  dominant_phase: [
    {code: "decode-reads-weights", source: scalingInference, only: inPhase("decode")},
    {code: "long-answers", source: scalingInference, only: inPhase("decode")},
    {code: "prefill-computes", source: scalingInference, only: inPhase("prefill")},
    {code: "long-prompts", source: scalingInference, only: inPhase("prefill")},
    {
      code: "model-unloaded",
      source: `${ollamaFaq}#how-do-i-keep-a-model-loaded-in-memory-or-make-it-unload-immediately`,
      only: inPhase("load")
    }
  ],
  cold_start: [
    {code: "weights-from-disk", source: "https://github.com/ggml-org/llama.cpp/pull/613"},
    {code: "model-unloaded", source: `${ollamaFaq}#how-do-i-keep-a-model-loaded-in-memory-or-make-it-unload-immediately`},
    {code: "reload-for-options", source: "https://github.com/ollama/ollama/issues/6148"}
  ],
  failures: [
    {code: "queue-full", source: `${ollamaFaq}#how-does-ollama-handle-concurrent-requests`},
    {code: "token-repeated", source: "https://github.com/ollama/ollama/blob/main/llm/server.go"},
    {code: "window-too-small", source: `${ollamaFaq}#how-can-i-specify-the-context-window-size`}
  ],
  factor_matters: [
    {code: "more-cores", source: threads, only: ofFactor("num_thread", "threads")},
    {code: "too-many-threads", source: threads, only: ofFactor("num_thread", "threads")},
    {code: "layers-on-gpu", source: threads, only: ofFactor("num_gpu", "gpu_layers")},
    {code: "fewer-bytes", source: kQuants, only: ofFactor("quantization")},
    {code: "larger-cache", source: scalingInference, only: ofFactor("num_ctx", "depth")}
  ],
  tradeoff: [
    {code: "fewer-bytes", source: kQuants},
    {code: "coarse-weights", source: kQuants}
  ],
  optimization_backfires: [
    {code: "graph-breaks", source: compilerTroubleshooting},
    {code: "recompilation", source: compilerTroubleshooting},
    {code: "small-model", source: compilerFaq}
  ],
  break_even: [{code: "compile-once", source: compilerFaq}],
  scaling_limit: [
    {code: "requests-queue", source: `${ollamaFaq}#how-does-ollama-handle-concurrent-requests`},
    {code: "shared-bandwidth", source: scalingInference}
  ],
  spread: [
    {code: "other-load", source: benchmarkNoise},
    {code: "clock-changes", source: benchmarkNoise}
  ],
  changed: [
    {code: "other-load", source: benchmarkNoise},
    {code: "clock-changes", source: benchmarkNoise}
  ],
  utilization: [{code: "host-bound", source: "https://pytorch.org/tutorials/recipes/recipes/tuning_guide.html"}],
  inconsistent: [
    {code: "other-prompts", source: "https://github.com/ggml-org/llama.cpp/blob/master/tools/llama-bench/README.md"},
    {code: "other-counting", source: "https://github.com/ollama/ollama/blob/main/docs/api.md"}
  ]
};

/** Causes that a model may choose among for a finding. */
export function causesOf({kind, words, members}: Pick<Finding, "kind" | "words" | "members">): Cause[] {
  const known = (word: string): string[] => [words[word], ...members.map(member => member.words[word])].flatMap(value => value ?? []);
  return (causes[kind] ?? []).filter(({only}) => only === undefined || known(only.word).some(value => only.values.includes(value)));
}

/** All of them, for checks. */
export const allCauses: readonly Cause[] = Object.values(causes).flat();
