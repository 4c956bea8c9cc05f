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
import {compileReportJson} from "./compile-report-json.ts";
import {compileReportMarkdown} from "./compile-report-markdown.ts";
import {compileVsEager} from "./compile-vs-eager.ts";
import {diagnosticDemo} from "./diagnostic-demo.ts";
import {generationTest} from "./generation-test.ts";
import {generationTestCsv} from "./generation-test-csv.ts";
import {hyperfineJson} from "./hyperfine-json.ts";
import {inferenceBenchmark} from "./inference-benchmark.ts";
import {kernelBenchmarks} from "./kernel-benchmarks.ts";
import {mlMetrics} from "./ml-metrics.ts";
import {mlReport} from "./ml-report.ts";
import {nsightComputeCsv} from "./nsight-compute-csv.ts";
import {nsightComputeFailed} from "./nsight-compute-failed.ts";
import {pytestBenchmark} from "./pytest-benchmark.ts";
import {quantizationReport} from "./quantization-report.ts";
import {quantizationReportMarkdown} from "./quantization-report-markdown.ts";
import {selfHealingTrace} from "./self-healing-trace.ts";
import {systemMetrics} from "./system-metrics.ts";
import {systemReport} from "./system-report.ts";
import {timingBaseline} from "./timing-baseline.ts";
import {aiperfCsv} from "./aiperf-csv.ts";
import {dynamoAccuracyCsv} from "./dynamo-accuracy-csv.ts";
import {dynamoExpectedSpeedups} from "./dynamo-expected-speedups.ts";
import {dynamoInstructionCounts} from "./dynamo-instruction-counts.ts";
import {dynamoPerformanceCsv} from "./dynamo-performance-csv.ts";
import {genaiPerfConsole} from "./genai-perf-console.ts";
import {genaiPerfJson} from "./genai-perf-json.ts";
import {guidellmConsole} from "./guidellm-console.ts";
import {guidellmJson} from "./guidellm-json.ts";
import {inspectEval} from "./inspect-eval.ts";
import {lighteval} from "./lighteval.ts";
import {llamaCppLog} from "./llama-cpp-log.ts";
import {llmperf} from "./llmperf.ts";
import {lmEval} from "./lm-eval.ts";
import {mlperfDetail} from "./mlperf-detail.ts";
import {mlperfSummary} from "./mlperf-summary.ts";
import {ollamaAgentRuns} from "./ollama-agent-runs.ts";
import {ollamaBenchCsv} from "./ollama-bench-csv.ts";
import {ollamaBenchText} from "./ollama-bench-text.ts";
import {ollamaServerLog} from "./ollama-server-log.ts";
import {ollamaVerbose} from "./ollama-verbose.ts";
import {optimumConfig} from "./optimum-config.ts";
import {optimumLog} from "./optimum-log.ts";
import {optimumMarkdown} from "./optimum-markdown.ts";
import {optimumReport} from "./optimum-report.ts";
import {profilerTrace} from "./profiler-trace.ts";
import {sglangServing} from "./sglang-serving.ts";
import {torchUtilsBenchmark} from "./torch-utils-benchmark.ts";
import {trainingLog} from "./training-log.ts";
import {trtexecLog} from "./trtexec-log.ts";
import {trtexecProfile} from "./trtexec-profile.ts";
import {trtexecSummaryCsv} from "./trtexec-summary-csv.ts";
import {vllmLatency} from "./vllm-latency.ts";
import {vllmServerLog} from "./vllm-server-log.ts";
import {vllmServing} from "./vllm-serving.ts";
import {vllmThroughput} from "./vllm-throughput.ts";
import {aiperfRecords} from "./aiperf-records.ts";
import {servingConsole} from "./serving-console.ts";
import {sglangServerLog} from "./sglang-server-log.ts";
import {asvConsole} from "./asv-console.ts";
import {asvResults} from "./asv-results.ts";
import {benchmarkDotNetJson} from "./benchmarkdotnet-json.ts";
import {benchmarkDotNetMarkdown} from "./benchmarkdotnet-markdown.ts";
import {benchstatCsv} from "./benchstat-csv.ts";
import {benchstatText} from "./benchstat-text.ts";
import {catch2} from "./catch2.ts";
import {criterionConsole} from "./criterion-console.ts";
import {criterionEstimates} from "./criterion-estimates.ts";
import {goBench} from "./go-bench.ts";
import {googleBenchmark} from "./google-benchmark.ts";
import {hyperfineConsole} from "./hyperfine-console.ts";
import {hyperfineCsv} from "./hyperfine-csv.ts";
import {hyperfineMarkdown} from "./hyperfine-markdown.ts";
import {jmhJson} from "./jmh-json.ts";
import {juliaBenchmarkTools} from "./julia-benchmarktools.ts";
import {pytestBenchmarkConsole} from "./pytest-benchmark-console.ts";
import {vitestBench} from "./vitest-bench.ts";
import {k6Summary} from "./k6-summary.ts";
import {locustStatsCsv} from "./locust-stats-csv.ts";
import {locustHistoryCsv} from "./locust-history-csv.ts";
import {locustFailuresCsv} from "./locust-failures-csv.ts";
import {wrk} from "./wrk.ts";
import {apacheBench} from "./apache-bench.ts";
import {jmeterCsv} from "./jmeter-csv.ts";
import {jmeterXml} from "./jmeter-xml.ts";
import {nvidiaSmiCsv} from "./nvidia-smi-csv.ts";
import {nvidiaSmiText} from "./nvidia-smi-text.ts";
import {nvidiaSmiDmon} from "./nvidia-smi-dmon.ts";
import {nvidiaSmiQuery} from "./nvidia-smi-query.ts";
import {perfStat} from "./perf-stat.ts";
import {sysstatJson} from "./sysstat-json.ts";
import {sysstatText} from "./sysstat-text.ts";
import {vmstat} from "./vmstat.ts";
import {dstatCsv} from "./dstat-csv.ts";
import {fioJson} from "./fio-json.ts";
import {ncclTests} from "./nccl-tests.ts";
import {prometheusText} from "./prometheus-text.ts";
import {monitorCsv} from "./monitor-csv.ts";
import {wandbSummary} from "./wandb-summary.ts";
import {wandbRunsCsv} from "./wandb-runs-csv.ts";
import {tensorboardCsv} from "./tensorboard-csv.ts";
import {mlflowMetric} from "./mlflow-metric.ts";
import {jmhText} from "./jmh-text.ts";
import {googleBenchmarkConsole} from "./google-benchmark-console.ts";
import {k6Console} from "./k6-console.ts";
import {perfStatCsv} from "./perf-stat-machine.ts";
import {perfStatJson} from "./perf-stat-json.ts";
import {benchmarkDotNetCsv} from "./benchmarkdotnet-csv.ts";
import {catch2Xml} from "./catch2-xml.ts";
import {nvidiaSmiPmon} from "./nvidia-smi-pmon.ts";

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
  pytestBenchmark,
  requestAttempts,
  runMeta,
  compileReportJson,
  compileReportMarkdown,
  compileVsEager,
  diagnosticDemo,
  generationTest,
  generationTestCsv,
  hyperfineJson,
  inferenceBenchmark,
  kernelBenchmarks,
  mlMetrics,
  mlReport,
  nsightComputeCsv,
  nsightComputeFailed,
  quantizationReport,
  quantizationReportMarkdown,
  selfHealingTrace,
  systemMetrics,
  systemReport,
  timingBaseline,
  aiperfCsv,
  dynamoAccuracyCsv,
  dynamoExpectedSpeedups,
  dynamoInstructionCounts,
  dynamoPerformanceCsv,
  genaiPerfConsole,
  genaiPerfJson,
  guidellmConsole,
  guidellmJson,
  inspectEval,
  lighteval,
  llamaCppLog,
  llmperf,
  lmEval,
  mlperfDetail,
  mlperfSummary,
  ollamaAgentRuns,
  ollamaBenchCsv,
  ollamaBenchText,
  ollamaServerLog,
  ollamaVerbose,
  optimumConfig,
  optimumLog,
  optimumMarkdown,
  optimumReport,
  profilerTrace,
  sglangServing,
  torchUtilsBenchmark,
  trainingLog,
  trtexecLog,
  trtexecProfile,
  trtexecSummaryCsv,
  vllmLatency,
  vllmServerLog,
  vllmServing,
  vllmThroughput,
  aiperfRecords,
  servingConsole,
  sglangServerLog,
  asvConsole,
  asvResults,
  benchmarkDotNetJson,
  benchmarkDotNetMarkdown,
  benchstatCsv,
  benchstatText,
  catch2,
  criterionConsole,
  criterionEstimates,
  goBench,
  googleBenchmark,
  hyperfineConsole,
  hyperfineCsv,
  hyperfineMarkdown,
  jmhJson,
  juliaBenchmarkTools,
  pytestBenchmarkConsole,
  vitestBench,
  k6Summary,
  locustStatsCsv,
  locustHistoryCsv,
  locustFailuresCsv,
  wrk,
  apacheBench,
  jmeterCsv,
  jmeterXml,
  nvidiaSmiCsv,
  nvidiaSmiText,
  nvidiaSmiDmon,
  nvidiaSmiQuery,
  perfStat,
  sysstatJson,
  sysstatText,
  vmstat,
  dstatCsv,
  fioJson,
  ncclTests,
  prometheusText,
  monitorCsv,
  wandbSummary,
  wandbRunsCsv,
  tensorboardCsv,
  mlflowMetric,
  jmhText,
  googleBenchmarkConsole,
  k6Console,
  perfStatCsv,
  perfStatJson,
  benchmarkDotNetCsv,
  catch2Xml,
  nvidiaSmiPmon
];
