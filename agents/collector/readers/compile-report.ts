import type {Labels, NoteInput} from "../../contracts/index.ts";
import type {SessionDraft} from "../reader.ts";
import {writtenTime} from "../zoned-time.ts";

/** What a compile report says of one backend, whatever the file format. */
export interface CompileLabels {
  model: string;
  /** Device that the report as a whole states. */
  device?: string | undefined;
  /** `torch.float32`. */
  dtype?: string | undefined;
  backend: string;
  /** ONNX Runtime's execution providers in its order of preference. */
  providers: readonly string[];
  /** TensorRT builds engines in these, whatever the model's type was. */
  precisions: readonly string[];
  /** Compile options; kept only where they differ from torch.compile's defaults, so that equal work stays equal. */
  mode?: unknown;
  fullgraph?: unknown;
  dynamic?: unknown;
}

const providerDevices: Readonly<Record<string, string>> = {
  CPUExecutionProvider: "cpu",
  CUDAExecutionProvider: "cuda",
  TensorrtExecutionProvider: "cuda"
};

/** Subject and compile options of one backend. The device is the one that the provider runs on, which may not be the report's. */
export function compileLabels({model, device, dtype, backend, providers, precisions, mode, fullgraph, dynamic}: CompileLabels): Labels {
  const provider = providers[0];
  const ownDevice = (provider === undefined ? undefined : providerDevices[provider]) ?? device;
  const precision = (precisions.length > 0 ? precisions : [dtype ?? ""]).map(name => name.replace(/^torch\./, "")).join("+");
  return {
    model,
    ...(ownDevice === undefined ? {} : {device: ownDevice}),
    backend,
    ...(provider === undefined ? {} : {provider}),
    ...(precision === "" ? {} : {precision}),
    ...(typeof mode === "string" && mode !== "default" ? {"x.mode": mode} : {}),
    ...(fullgraph === true ? {"x.fullgraph": true} : {}),
    ...(dynamic === true ? {"x.dynamic": true} : {})
  };
}

/** `other-device`: a row of the table ran elsewhere than the table says (ONNX on the CPU among CUDA rows). */
export function deviceWarnings(labels: Labels, device: string | undefined, source: NoteInput["source"]): NoteInput[] {
  const own = labels["device"];
  if (device === undefined || typeof own !== "string" || own === device) return [];
  return [{code: "other-device", values: {stated: device, device: own, provider: String(labels["provider"] ?? "")}, source}];
}

/** Every report is an execution of its own; its JSON and Markdown share it by their time, which is that of writing. */
export function compileSession(generatedAt: string | undefined, path: string, environment: Labels): SessionDraft {
  const endedAt = writtenTime(generatedAt);
  return {tool: "compile-bench", key: generatedAt ?? path, environment, ...(endedAt === undefined ? {} : {endedAt})};
}
