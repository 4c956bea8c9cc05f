import type {NoteInput} from "../contracts/index.ts";

/** Options by Ollama's names; other providers translate what they know and say in `ignored` what they do not. */
export type ModelOptions = Readonly<Record<string, number>>;

/** Options that decide how the model is loaded: one set per port, so that the agents of a run share one loaded model. */
export const loadOptions: readonly string[] = ["num_ctx", "num_gpu", "num_batch", "num_thread"];

/** Who asks, for messages and the manifest. */
export interface Asker {
  agent: "collector" | "analyst" | "writer";
  section?: string;
  /** 1 = first try. */
  attempt: number;
}

/** One exchange. Texts are rendered; nothing is added to them on the way. */
export interface ModelRequest extends Asker {
  system?: string;
  user: string;
  /** JSON schema, already lowered (`loweredSchema`); absent = free text. */
  schema?: Readonly<Record<string, unknown>>;
  /** Over the port's, without `loadOptions`: such as the seed of a repeat. */
  options?: ModelOptions;
  /** Most tokens of the reply, at least 1; always sent. */
  maxTokens: number;
  signal?: AbortSignal;
}

/** Seconds as the server counts them; absent where it does not. */
export interface ReplyTimes {
  load?: number;
  prompt?: number;
  output?: number;
}

/** A whole reply. Not judged: the text may be cut (`doneReason: "length"`), fenced or nonsense. */
export interface ModelReply {
  text: string;
  /** Characters of a thinking field beside the text. */
  thinkingCharacters: number;
  promptTokens?: number;
  outputTokens?: number;
  /** The server's word: `stop`, `length`, …; absent where it gave none. */
  doneReason?: string;
  /** Wall time of the exchange as we saw it. */
  seconds: number;
  times: ReplyTimes;
  notes: NoteInput[];
}

/** Tokens of the window. `effective` as measured on the loaded model; absent until `load`, and where the server does not tell. */
export interface ModelWindow {
  asked?: number;
  effective?: number;
  /** What the model was trained for. */
  maximum?: number;
  /** The server runs models with vision at no less. */
  visionMinimum?: number;
}

/** What is known of server and model. */
export interface ModelDescription {
  provider: string;
  /** Address without credentials; absent in process. */
  server?: string;
  serverVersion?: string;
  model: string;
  digest?: string;
  quantization?: string;
  parameters?: string;
  family?: string;
  capabilities: readonly string[];
  window: ModelWindow;
  /** Options that are sent. */
  asked: ModelOptions;
  /** Options whose value on the server is known, as it is there. */
  effective: ModelOptions;
  /** Names of options that this provider cannot set. */
  ignored: readonly string[];
  /** Calls that can run at once, where that is known: more wait for their turn. */
  mostParallel?: number;
  /** Of the load that `load` did: absent before. */
  loadSeconds?: number;
  notes: NoteInput[];
}

/**
 * A model behind a provider. Every method throws ModelUnavailableError, `complete` ModelOutputError too, and the signal's reason when
 * aborted. Calls may run in parallel; each has its own client.
 */
export interface ModelPort {
  /** Asks server and model about themselves; loads nothing. */
  describe(signal?: AbortSignal): Promise<ModelDescription>;
  /** Loads the model, once for all callers, and adds what only a loaded model shows: the effective window. */
  load(signal?: AbortSignal): Promise<ModelDescription>;
  complete(request: ModelRequest): Promise<ModelReply>;
  /** Frees connections and memory. Calls under way are aborted. */
  close(): Promise<void>;
}

/** One line of a wire log: what went over the wire, as text. Holds the user's data: written on request only. */
export interface WireEntry {
  direction: "sent" | "received";
  path: string;
  status?: number;
  text: string;
}

/** What the providers need of the world. */
export interface ModelEffects {
  clock: {
    /** Monotonic. */
    seconds: () => number;
  };
  /** Of the process: tracing switches are turned off in it, API keys read from it. */
  environment: Record<string, string | undefined>;
  wireLog?: (entry: WireEntry) => void;
}

/** What every provider is opened with. */
export interface ModelSpec {
  model: string;
  options: ModelOptions;
  /** A call that takes longer is ended. */
  timeoutSeconds: number;
}

/** Options of one exchange: the port's, the request's without `loadOptions`, and the reply's limit: the smaller one, where both set one. */
export function optionsOf(port: ModelOptions, {options = {}, maxTokens}: Pick<ModelRequest, "options" | "maxTokens">): ModelOptions {
  const own = Object.fromEntries(Object.entries(options).filter(([name]) => !loadOptions.includes(name)));
  return {...port, ...own, num_predict: Math.max(1, Math.floor(Math.min(maxTokens, port["num_predict"] ?? maxTokens)))};
}
