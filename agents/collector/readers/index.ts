import type {Reader} from "../reader.ts";
import {concurrentClients} from "./concurrent-clients.ts";
import {fileSizes} from "./file-sizes.ts";
import {llamaBatchedBench} from "./llama-batched-bench.ts";
import {llamaBenchCsv} from "./llama-bench-csv.ts";
import {llamaBenchFailed} from "./llama-bench-failed.ts";
import {llamaBenchJson} from "./llama-bench-json.ts";
import {llamaBenchMarkdown} from "./llama-bench-markdown.ts";
import {llamaBenchSql} from "./llama-bench-sql.ts";
import {llamaPerplexity} from "./llama-perplexity.ts";
import {llamaQuantize} from "./llama-quantize.ts";
import {ollamaAnswers} from "./ollama-answers.ts";
import {ollamaRunsCsv} from "./ollama-runs-csv.ts";
import {ollamaQuantCsv} from "./ollama-quant-csv.ts";
import {ollamaSweepCsv} from "./ollama-sweep-csv.ts";
import {ollamaBaselineCsv} from "./ollama-baseline-csv.ts";
import {ollamaBaselineJson} from "./ollama-baseline-json.ts";
import {ollamaSweepSummaryCsv} from "./ollama-sweep-summary-csv.ts";
import {ollamaGridSummaryCsv} from "./ollama-grid-summary-csv.ts";
import {ollamaSuiteSummaryJson} from "./ollama-suite-summary-json.ts";
import {requestAttempts} from "./request-attempts.ts";
import {runMeta} from "./run-meta.ts";

/** Dedicated readers; the order carries no meaning. */
export const readers: readonly Reader[] = [
  concurrentClients,
  fileSizes,
  llamaBatchedBench,
  llamaBenchCsv,
  llamaBenchFailed,
  llamaBenchJson,
  llamaBenchMarkdown,
  llamaBenchSql,
  llamaPerplexity,
  llamaQuantize,
  ollamaAnswers,
  ollamaRunsCsv,
  ollamaQuantCsv,
  ollamaSweepCsv,
  ollamaBaselineCsv,
  ollamaBaselineJson,
  ollamaSweepSummaryCsv,
  ollamaGridSummaryCsv,
  ollamaSuiteSummaryJson,
  requestAttempts,
  runMeta
];
