import type {Finding} from "../../../agents/contracts/index.ts";
import type {Request} from "./requests.ts";

/** A folder of artifacts and what was planted in it. */
export interface Folder {
  /** Path -> text. */
  files: Record<string, string>;
  /** What was planted in requests to Ollama, free of noise. */
  requests: readonly Request[];
  /** What must be found; nothing where nothing was planted. */
  expected?: Expected;
  /** Throughput by number of clients, free of noise. */
  scaling?: ReadonlyMap<number, number>;
  /** By backend; `eager` is the plain one. */
  backends?: ReadonlyMap<string, Backend>;
  /** Perplexity and its standard error by quantization. */
  perplexity?: ReadonlyMap<string, {value: number; error: number}>;
  /** Cells of a summary that contradict its rows. */
  wrongCells?: number;
  /** Place of a session -> how many times longer a request takes than in those before it. */
  changes?: ReadonlyMap<string, number>;
  /** What the processor was while requests ran. */
  load?: "underused" | "saturated";
}

export interface Backend {
  seconds: number;
  compile?: number;
}

export interface Expected {
  /** `models-compared` is no finding but a sentence below the table of speeds. */
  kind: Finding["kind"] | "models-compared";
  /** Words of the finding: factor, better level, phase. */
  words?: Record<string, string>;
  /** Labels of a member or of the finding itself. */
  subject?: Record<string, string | number>;
  variants?: readonly string[];
  /** Confidence that it may have at most. */
  atMost?: "medium" | "low";
}
