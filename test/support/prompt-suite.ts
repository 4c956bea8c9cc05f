/** One invented answer of a prompt suite. */
export interface Answer {
  model: string;
  tag: string;
  prompt: number;
  /** tok/s */
  speed: number;
  /** Seconds of loading; above a second the call is cold. */
  load?: number;
}

const columns = ["timestamp", "model", "tag", "prompt_index", "prompt_text", "ttft_s", "tokens_s", "load_s", "prompt_eval_s", "eval_s"];

/** Per-answer CSV of a prompt suite over variants of a model, 100 tokens an answer. */
export function promptSuite(answers: readonly Answer[]): string {
  const rows = answers.map(({model, tag, prompt, speed, load = 0.08}) =>
    [
      "2026-01-05T10:00:00+00:00",
      model,
      tag,
      prompt,
      `question ${prompt}`,
      (load + 0.02).toFixed(4),
      speed.toFixed(3),
      load.toFixed(4),
      "0.0200",
      (100 / speed).toFixed(4),
      "20",
      "100",
      "120",
      "400",
      ""
    ].join(",")
  );
  return [[...columns, "prompt_eval_count", "eval_count", "total_tokens", "response_chars", "error"].join(","), ...rows].join("\n");
}
