/** Rows of a prompt suite of Ollama: two models, five prompts each, every number its own. */
const rows = ["alpha:1b", "beta:2b"].flatMap((model, at) =>
  [1, 2, 3, 4, 5].map(prompt => ({
    model,
    prompt,
    ttft: round(0.1 + at * 0.2 + prompt * 0.01317, 6),
    speed: round(100 - at * 40 + prompt * 1.137, 2),
    load: round(0.05 + at * 0.1 + prompt * 0.00711, 6),
    tokens: 100 + at * 50 + prompt * 17
  }))
);

const header =
  "timestamp,model,prompt_index,prompt_text,ttft_s,tokens_s,load_s,prompt_eval_s,eval_s,prompt_eval_count,eval_count,response_chars,error,options";

/** `runs.csv` of the suite, without rows of the models in `without`. */
export function suiteRuns(): string {
  const lines = rows.map(({model, prompt, ttft, speed, load, tokens}) =>
    [
      "2026-11-25T10:00:00+00:00",
      model,
      prompt,
      `Prompt ${prompt}`,
      ttft,
      speed,
      load,
      round(ttft - load, 6),
      round(tokens / speed, 6),
      20,
      tokens,
      tokens * 4,
      "",
      '"{""temperature"":0.3}"'
    ].join(",")
  );
  return `${[header, ...lines].join("\n")}\n`;
}

/** Mean of a column over the rows of one model. */
export function suiteMean(model: string, column: "ttft" | "speed"): number {
  const own = rows.filter(row => row.model === model).map(row => row[column]);
  return own.reduce((sum, value) => sum + value, 0) / own.length;
}

export const suiteRows = rows;

function round(value: number, places: number): number {
  return Number(value.toFixed(places));
}
