import {z} from "zod";
import type {Labels} from "../../contracts/index.ts";

/** `environment` object of small PyTorch harnesses: `python_version`, `os`, `torch_version`, `torch_cuda_version`, `gpu_name`, `nvidia_driver`. */
export function torchEnvironment(raw: unknown): Labels {
  const parsed = environmentSchema.safeParse(raw);
  if (!parsed.success) return {};
  const {python_version: python, os, os_version: release, torch_version: torch, torch_cuda_version: cuda} = parsed.data;
  const {gpu_name: gpu, nvidia_driver: driver, cuda_available: hasCuda} = parsed.data;
  const system = [os, release].filter(word => word !== undefined).join(" ");
  return {
    ...(gpu === undefined ? (hasCuda === false ? {gpu: "none"} : {}) : {gpu}),
    ...(driver === undefined ? {} : {driver}),
    ...(cuda === undefined ? {} : {cuda}),
    ...(system === "" ? {} : {os: system}),
    ...(python === undefined ? {} : {python}),
    ...(torch === undefined ? {} : {torch})
  };
}

const word = z.string().min(1).optional().catch(undefined);
const environmentSchema = z.looseObject({
  python_version: word,
  os: word,
  os_version: word,
  torch_version: word,
  torch_cuda_version: word,
  cuda_available: z.boolean().optional().catch(undefined),
  gpu_name: word,
  nvidia_driver: word
});
