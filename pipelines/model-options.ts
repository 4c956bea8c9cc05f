/** Options of a model by name, as Ollama spells them. */
export type ModelOptions = Record<string, number>;

interface OptionRange {
  isWhole: boolean;
  least: number;
  /** `Number.MAX_SAFE_INTEGER` where only the machine sets a limit. */
  most: number;
}

const unlimited = Number.MAX_SAFE_INTEGER;
const whole = (least: number, most = unlimited): OptionRange => ({isWhole: true, least, most});
const real = (least: number, most = unlimited): OptionRange => ({isWhole: false, least, most});

/**
 * What `--set` takes, with the range that means something. `num_ctx` of 0 or -1 is a window of 4 tokens to Ollama and
 * `num_predict` of 0 no limit (wire/README), so neither is let through.
 */
export const modelOptions: Readonly<Record<string, OptionRange>> = {
  num_gpu: whole(-1),
  num_ctx: whole(64),
  num_predict: whole(1),
  num_batch: whole(1),
  num_thread: whole(1),
  num_keep: whole(-1),
  temperature: real(0),
  top_p: real(0, 1),
  top_k: whole(0),
  min_p: real(0, 1),
  repeat_penalty: real(0),
  repeat_last_n: whole(-1),
  presence_penalty: real(-2, 2),
  frequency_penalty: real(-2, 2),
  seed: whole(-1)
};
