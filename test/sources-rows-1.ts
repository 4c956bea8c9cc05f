import {type EmptySource, rowsOf, type SourceRow} from "./sources-rows.ts";

/** Headlines of LLM serving and inference, and of PyTorch, by file. */
export const sourceRows1: readonly SourceRow[] = rowsOf(`
  aiperf-csv/anud18_qwen36_agent_c16_profile_export_aiperf.csv
    ttft | s | mean | 0.23014
    ttft | s | p99 | 0.68762
    itl | s | mean | 0.01185
    e2e_latency | s | mean | 6.72666
    output_throughput / aggregate | tok/s | value | 1172.15
    request_throughput | req/s | value | 2.16
    completed_requests | 1 | value | 96
    output_throughput / request-level | tok/s | mean | 85.66
  csv-units-in-values/shafikah_Summary_googlenet_None_int8_10.csv
    query_throughput | 1/s | value | 479.452 | batch = 1
    latency | s | mean | 0.00206069 | batch = 1
    query_throughput | 1/s | value | 1264.9 | batch = 32
    latency | s | mean | 0.0252624 | batch = 32
    query_throughput | 1/s | value | 1333.49 | batch = 128
    latency | s | mean | 0.0958883 | batch = 128
  dynamo-csv/pytorch_ci_expected_accuracy_inductor_timm_training.csv
    graph_breaks | 1 | value | 8 | model = vit_base_patch14_dinov2.lvd142m; x.accuracy = fail_accuracy | target
    graph_breaks | 1 | value | 7 | model = dm_nfnet_f0; x.accuracy = pass | target
    graph_breaks | 1 | records | 18 |  | target
    graph_breaks | 1 | records | 17 | x.accuracy = pass | target
  dynamo-csv/pytorch_expected_ci_speedup_torchbench_cpu_commented.csv
    speedup | x | value | 1.65984261 | model = resnet50; precision = float32; x.shape = dynamic | target
    speedup | x | value | 1.211740245 | model = llama_v2_7b_16h | target
    speedup | x | value | 0.99391146 | model = hf_Bert_large; precision = amp | target
    speedup | x | records | 16 |  | target
  dynamo-csv/pytorch_pr_time_benchmarks_expected_results_no-header.csv
    instruction_count | 1 | value | 3066000000 | test = add_loop_eager; x.noise_margin = 0.015 | target
    instruction_count | 1 | records | 17 |  | target
  genai-perf-console/nvidia_process_export_files_doc.md
    ttft | s | mean | 0.01159
    ttft | s | p99 | 0.04111
    itl | s | mean | 0.00403
    e2e_latency | s | mean | 0.07189
    output_throughput / aggregate | tok/s | value | 443.39
    request_throughput | req/s | value | 27.8
    output_throughput / request-level | tok/s | mean | 248.14
  guidellm/danielkorat_qwen3-30b_tp4_fp8_benchmarks.json
    ttft | s | mean | 0.0599928153188605 | model = Qwen/Qwen3-30B-A3B
    ttft | s | p50 | 0.05810093879699707 | model = Qwen/Qwen3-30B-A3B
    itl | s | mean | 0.03865124784686373 | model = Qwen/Qwen3-30B-A3B
    output_throughput / aggregate | tok/s | mean | 25.859765493102046 | model = Qwen/Qwen3-30B-A3B
    request_throughput | req/s | mean | 0.025 | model = Qwen/Qwen3-30B-A3B
    e2e_latency | s | mean | 39.60116597225791 | model = Qwen/Qwen3-30B-A3B
    e2e_latency | s | failed | 0 | model = Qwen/Qwen3-30B-A3B
    wall_time | s | value | 720 | model = Qwen/Qwen3-30B-A3B
  guidellm/danielkorat_qwen3-30b_tp4_fp8_console_bench.log
    ttft | s | p50 | 0.0581 | model = Qwen/Qwen3-30B-A3B
    itl | s | p50 | 0.0391 | model = Qwen/Qwen3-30B-A3B
    output_throughput | tok/s | mean | 25.9 | model = Qwen/Qwen3-30B-A3B
  guidellm/danielkorat_qwen3-4b_sanity_benchmarks.json
    ttft | s | mean | 0.1717655062675476 | model = Qwen/Qwen3-4B-Thinking-2507; concurrency = 4
    ttft | s | p99 | 0.17263293266296387 | model = Qwen/Qwen3-4B-Thinking-2507; concurrency = 4
    itl | s | mean | 0.02417877651496134 | model = Qwen/Qwen3-4B-Thinking-2507; concurrency = 4
    output_throughput | tok/s | mean | 165.59511945248636 | model = Qwen/Qwen3-4B-Thinking-2507; concurrency = 4
    e2e_latency | s | mean | 24.90865981578827 | model = Qwen/Qwen3-4B-Thinking-2507; concurrency = 4
  json-nan/inspect_ai_log_with_nan.txt
    prompt_tokens | 1 | sum | 8868 | model = openai/gpt-4; task = wikipedia
    output_tokens | 1 | sum | 1351 | model = openai/gpt-4; task = wikipedia
    accuracy | fraction | records | 0
  lighteval-results/derekliu_llama31-8b-awq_results.json
    accuracy / normalized | fraction | value | 0.5921501706484642 | model = hugging-quants/Meta-Llama-3.1-8B-Instruct-AWQ-INT4; task = arc:challenge; x.num_fewshot = 25
    accuracy / normalized | fraction | stderr | 0.0143610972884497 | model = hugging-quants/Meta-Llama-3.1-8B-Instruct-AWQ-INT4; task = arc:challenge; x.num_fewshot = 25
    accuracy / normalized | fraction | value | 0.797450707030472 | model = hugging-quants/Meta-Llama-3.1-8B-Instruct-AWQ-INT4; task = hellaswag; x.num_fewshot = 10
    accuracy / standard | fraction | value | 0.728492501973165 | model = hugging-quants/Meta-Llama-3.1-8B-Instruct-AWQ-INT4; task = winogrande; x.num_fewshot = 5
    accuracy / mc2 | fraction | value | 0.5280511180160053 | model = hugging-quants/Meta-Llama-3.1-8B-Instruct-AWQ-INT4; task = truthfulqa:mc; x.num_fewshot = 0
    accuracy / quasi-exact-match | fraction | value | 0.000758150113722517 | model = hugging-quants/Meta-Llama-3.1-8B-Instruct-AWQ-INT4; task = gsm8k; x.num_fewshot = 5
    wall_time | s | value | 6643.135900293011
  llama-bench-json/brayniac_llama-bench.json
    prefill_throughput | tok/s | mean | 3024.404345 | prompt_length = 8192
    prefill_throughput | tok/s | std | 2.625967 | prompt_length = 8192
    decode_throughput | tok/s | mean | 85.498819 | output_length = 1280
    decode_throughput | tok/s | std | 0.05175 | output_length = 1280
    test_time | s | mean of rows | 2.708634165 | prompt_length = 8192
    test_time | s | mean of rows | 14.970971478 | output_length = 1280
  llama-bench-md/1337hero_rx7900xtx_vulkan_3tables.txt
    prefill_throughput | tok/s | mean | 490.97 | scope = GPU 0 ONLY; flash_attention = 0; prompt_length = 512
    decode_throughput | tok/s | mean | 86.06 | scope = GPU 0 ONLY; flash_attention = 0; output_length = 128
    prefill_throughput | tok/s | mean | 644.1 | scope = GPU 0 ONLY; flash_attention = 1; prompt_length = 512
    decode_throughput | tok/s | mean | 129.07 | scope = GPU 0 ONLY; flash_attention = 1; output_length = 128
    prefill_throughput | tok/s | mean | 199.93 | scope = GPU 1 ONLY; flash_attention = 1; prompt_length = 512
    decode_throughput | tok/s | mean | 57.67 | scope = GPU 1 ONLY; flash_attention = 1; output_length = 128
    prefill_throughput | tok/s | mean | 1043.22 | scope = DUAL GPU; flash_attention = 1; prompt_length = 512
    decode_throughput | tok/s | mean | 105.24 | scope = DUAL GPU; flash_attention = 1; output_length = 128
    prefill_throughput | tok/s | std | 2.27 | scope = GPU 0 ONLY; flash_attention = 0; prompt_length = 512
  llamacpp-log/ggmlorg-ci_open_llama_3b_v2-tg-q4_0_main+perplexity.log
    prefill_throughput | tok/s | row | 20.78 | test = main
    prefill_time | s | row | 0.38491 | test = main
    prompt_tokens | 1 | row | 8 | test = main
    decode_throughput | tok/s | row | 15.66 | test = main
    output_tokens | 1 | row | 63 | test = main
    decode_time | s | row | 4.0237 | test = main
    load_time | s | row | 0.15982 | test = main
    perplexity | 1 | value | 8.97
    prefill_throughput | tok/s | row | 23.25 | test = perplexity
    decode_throughput | tok/s | rows | 1
  llm-custom-csv/riamalhotra_lora_gguf_results.csv
    x.tokens_per_sec | tok/s | row | 12.231484113798992 | model = base_model
    x.tokens_per_sec | tok/s | row | 10.027334402624025 | model = lora_model
    x.tokens_per_sec | tok/s | row | 5.531582096615047 | model = gguf_model
    latency | unknown | row | 1.0029538869857788 | model = base_model
    gpu_memory_used | B | rows | 0
  llmperf/rayproject_groq_llama2-70b_550_150_summary.json
    ttft | s | mean | 0.22786034579078357 | model = llama2-70b-4096; concurrency = 5
    ttft | s | p99 | 0.3500269545800982 | model = llama2-70b-4096; concurrency = 5
    itl | s | mean | 0.005384122478382455 | model = llama2-70b-4096; concurrency = 5
    e2e_latency | s | mean | 0.8151081097126007 | model = llama2-70b-4096; concurrency = 5
    output_throughput / request-level | tok/s | mean | 184.16473873302962 | model = llama2-70b-4096; concurrency = 5
    output_throughput / aggregate | tok/s | value | 441.84737788500206 | model = llama2-70b-4096; concurrency = 5
    error_rate | fraction | value | 0 | model = llama2-70b-4096; concurrency = 5
    completed_requests | 1 | value | 150 | model = llama2-70b-4096; concurrency = 5
    output_tokens | 1 | min | 150 | model = llama2-70b-4096; concurrency = 5
  lm-eval/eleuther_bloom-560m_lambada_0-shot_old-format.json
    accuracy | fraction | value | 0.35396856200271687 | model = bigscience/bloom-560m; task = lambada_openai
    accuracy | fraction | stderr | 0.006662254900290991 | model = bigscience/bloom-560m; task = lambada_openai
    perplexity | 1 | value | 28.67792043529687 | model = bigscience/bloom-560m; task = lambada_openai
    accuracy | fraction | value | 0.00446341936735882 | task = lambada_openai_cloze
    perplexity | 1 | value | 6212.811566448059 | task = lambada_openai_cloze
  mlperf-summary/thien-lm_gptj_offline_mlperf_log_summary.txt
    sample_throughput | 1/s | value | 0.165037 | test = Offline
    latency | s | mean | 33.431331185
    latency | s | p99 | 60.592566749
  ollama-verbose/unknown_codestral22b_inventory_answer.md
    total_time | s | row | 59.858306515 | model = codestral:22b
    load_time | s | row | 1.957376717 | model = codestral:22b
    prompt_tokens | 1 | row | 97 | model = codestral:22b
    prefill_throughput | tok/s | row | 143.32 | model = codestral:22b
    output_tokens | 1 | row | 453 | model = codestral:22b
    decode_throughput | tok/s | row | 7.93 | model = codestral:22b
  ollama-verbose/unknown_radeon890m_deepseek-r1_speed_notes.md
    output_tokens | 1 | row | 177 | model = deepseek-r1:1.5b
    decode_time | s | row | 3.808 | model = deepseek-r1:1.5b
    decode_throughput | tok/s | row | 46.48 | model = deepseek-r1:1.5b
    prefill_throughput | tok/s | row | 150.94 | model = deepseek-r1:1.5b
    total_time | s | rows | 0 | model = deepseek-r1:1.5b
    decode_throughput | tok/s | row | 14.97 | model = deepseek-r1:8b
    total_time | s | row | 19.19488017 | model = deepseek-r1:8b
    total_time | s | row | 89.657527203 | model = deepseek-r1:14b
    output_tokens | 1 | row | 660 | model = deepseek-r1:14b
    decode_time | s | row | 89.261 | model = deepseek-r1:14b
    decode_throughput | tok/s | row | 7.39 | model = deepseek-r1:14b
    decode_throughput | tok/s | rows | 3
  ollama/chimeraforge_multiagent_collector+insight_metrics.json
    ttft | s | row | 6.3484638 | agent = Baseline Collector; model = gemma3:latest
    output_tokens | 1 | row | 384 | agent = Baseline Collector; model = gemma3:latest
    decode_time | s | row | 3.1177108 | agent = Baseline Collector; model = gemma3:latest
    decode_throughput | tok/s | row | 123.167293130588 | agent = Baseline Collector; model = gemma3:latest
    load_time | s | row | 5.9793225 | agent = Baseline Collector; model = gemma3:latest
    decode_throughput | tok/s | row | 120.77242824507461 | agent = Chimera Insight; num_gpu = 80; num_ctx = 512
    ttft | s | row | 4.681516699999999 | agent = Chimera Insight; num_gpu = 80; num_ctx = 512
    decode_throughput | tok/s | rows | 2
    speedup / concurrency | x | value | 0.9999689450824365
  ollama/chimeraforge_ollama_baseline_test_percentiles-of-means.json
    latency | s | mean | 0.010538758000111557 | x.run = 
    latency | s | p50 | 0.010484099999302998 | x.run = 1
    latency | s | p95 | 0.010625399998389184 | x.run = 1
    latency | s | p99 | 0.010625399998389184 | x.run = 1
    latency | s | ci95_low | 0.01047640348835603
    latency | s | ci95_high | 0.010601112511867085
  ollama/chimeraforge_ollama_quant_bench.csv
    decode_throughput | tok/s | mean of rows | 76.586 | quantization = Q4_0
    decode_throughput | tok/s | mean of rows | 65.184 | quantization = Q5_K_M
    decode_throughput | tok/s | mean of rows | 46.572 | quantization = Q8_0
    output_tokens | 1 | row | 267 | quantization = Q4_0; prompt = 1
    decode_time | s | row | 3.6029 | quantization = Q4_0; prompt = 1
    ttft | s | row | 6.4097 | quantization = Q5_K_M; prompt = 1
    ttft | s | row | 9.6085 | quantization = Q8_0; prompt = 1
  ollama/chimeraforge_prompt_suite_runs.csv
    decode_throughput | tok/s | mean of rows | 77.618 | quantization = Q4_0
    load_time | s | row | 2.720556 | quantization = Q4_0; prompt = 1
    decode_throughput | tok/s | mean of rows | 65.106 | quantization = Q5_K_M
    load_time | s | row | 7.10165 | quantization = Q5_K_M; prompt = 1
    decode_throughput | tok/s | mean of rows | 46.398 | quantization = Q8_0
    load_time | s | row | 9.061842 | quantization = Q8_0; prompt = 1
  ollama/chimeraforge_prompt_suite_summary.json
    decode_throughput | tok/s | mean | 77.61783112097642 | quantization = Q4_0
    decode_throughput | tok/s | mean | 65.10886716248429 | quantization = Q5_K_M
    decode_throughput | tok/s | mean | 46.39700480679159 | quantization = Q8_0
    ttft | s | mean | 0.6513369599999999 | quantization = Q4_0
    ttft | s | mean | 2.00646968 | quantization = Q8_0
  ollama/chimeraforge_rust_quick_test_zero-tokens_metrics.json
    ttft | s | row | 4.907909 | agent = Baseline
    ttft | s | row | 5.3121586 | agent = Chimera
    total_time | s | row | 19.8520278 | agent = Baseline
    total_time | s | row | 21.4169935 | agent = Chimera
    decode_throughput | tok/s | rows | 0
    output_tokens | 1 | rows | 0
  optimum-benchmark/derekliu_llama_awq_benchmark_report.json
    prefill_time | s | mean | 0.03244741096496582
    prefill_time | s | p99 | 0.032519632034301756
    sample_throughput | 1/s | value | 30.819099899209892 | test = prefill
    decode_throughput | tok/s | value | 43.089241533217766 | test = decode
    decode_time | s | mean | 1.4620818969726563
    tpot | s | mean | 0.023358551241665484
    load_time | s | mean | 11.7544541015625
    gpu_memory_used / process | B | max | 8118075392.0 | test = decode
  optimum-benchmark/derekliu_llama_awq_benchmark_report.md
    decode_throughput | tok/s | value | 43.09 | test = decode
  pytorch-profiler-trace/hta_backward_thread.json
    kernel_time | s | rows | 1 | scope = kernel
    kernel_time | s | sum of rows | 4.5e-05 | scope = kernel
    step_time | s | row | 0.413451 | step = 552
  pytorch-profiler-trace/hta_cpu_only_rank34_gloo.pt.trace.json.gz
    kernel_time | s | rows | 0
    step_time | s | row | 0.210109162 | step = 551; x.rank = 34
  pytorch-profiler-trace/hta_mi250_minitoy_rocm_kineto.json.gz
    kernel_time | s | rows | 14 | scope = kernel
    kernel_time | s | sum of rows | 0.000110881 | scope = kernel
    step_time | s | row | 0.009288291 | step = 1
  pytorch-profiler-trace/hta_simple_add_a100_trace.json.gz
    kernel_time | s | rows | 79 | scope = kernel
    kernel_time | s | sum of rows | 0.010728 | scope = kernel
    kernel_time | s | sum of rows | 0.002673 | kernel = ampere_sgemm_32x32_sliced1x4_tn
    step_time | s | rows | 0
  sglang-jsonl/tonyli_agg_n50_in128_out64_c8.jsonl
    completed_requests | 1 | value | 50 | model = Qwen/Qwen2.5-3B-Instruct; concurrency = 8; request_rate = inf
    request_throughput | req/s | value | 25.36630611684931 | model = Qwen/Qwen2.5-3B-Instruct; concurrency = 8; request_rate = inf
    output_throughput | tok/s | value | 710.7638973941176 | model = Qwen/Qwen2.5-3B-Instruct; concurrency = 8; request_rate = inf
    ttft | s | mean | 0.11528786353766918 | model = Qwen/Qwen2.5-3B-Instruct; concurrency = 8; request_rate = inf
    ttft | s | p50 | 0.033528951462358236 | model = Qwen/Qwen2.5-3B-Instruct; concurrency = 8; request_rate = inf
    ttft | s | p99 | 0.5992950061988086 | model = Qwen/Qwen2.5-3B-Instruct; concurrency = 8; request_rate = inf
    tpot | s | mean | 0.006627540826841212 | model = Qwen/Qwen2.5-3B-Instruct; concurrency = 8; request_rate = inf
    e2e_latency | s | mean | 0.3068716875091195 | model = Qwen/Qwen2.5-3B-Instruct; concurrency = 8; request_rate = inf
    wall_time | s | value | 1.9711186867207289 | model = Qwen/Qwen2.5-3B-Instruct; concurrency = 8; request_rate = inf
  sglang-jsonl/tonyli_pd_inter_node_gh200_a100.jsonl
    request_throughput | req/s | value | 13.680781835321977 | model = Qwen/Qwen2.5-3B-Instruct; concurrency = 8; request_rate = inf
    output_throughput | tok/s | value | 383.33550702572177 | model = Qwen/Qwen2.5-3B-Instruct; concurrency = 8; request_rate = inf
    ttft | s | mean | 0.2818451746553183 | model = Qwen/Qwen2.5-3B-Instruct; concurrency = 8; request_rate = inf
    ttft | s | p99 | 1.867504348848015 | model = Qwen/Qwen2.5-3B-Instruct; concurrency = 8; request_rate = inf
    tpot | s | mean | 0.013691778573993847 | model = Qwen/Qwen2.5-3B-Instruct; concurrency = 8; request_rate = inf
    e2e_latency | s | mean | 0.56433827733621 | model = Qwen/Qwen2.5-3B-Instruct; concurrency = 8; request_rate = inf
  torch-utils-benchmark/unknown_msa_einsum_cpu_gpu.py
    latency | s | mean | 0.00058525 | x.block = 1; threads = 1
    latency | s | mean | 0.00030852 | x.block = 2; threads = 1
    latency | s | n | 100 | x.block = 1
  training-log/pkb_huggingface_bert_pretraining_output.txt
    loss | 1 | rows | 24
    x.throughput | unknown | row | 1.78 | step = 1
    x.throughput | unknown | row | 32.8 | step = 24
    loss | 1 | row | 4.8438 | step = 1; batch = 2
    loss | 1 | row | 4.125 | step = 24
  trtexec/shafikah_profile_googlenet_int8.json
    layer_time | s | n | 1520 | x.run = 1; kernel = pool1/norm1
    layer_time | s | n | 708 | x.run = 2; kernel = pool1/norm1
    layer_time | s | n | 426 | x.run = 3; kernel = pool1/norm1
    layer_time | s | n | 239 | x.run = 4; kernel = pool1/norm1
    layer_time | s | n | 129 | x.run = 5; kernel = pool1/norm1
    layer_time | s | n | 68 | x.run = 6; kernel = pool1/norm1
    layer_time | s | n | 36 | x.run = 7; kernel = pool1/norm1
    layer_time | s | mean | 4.68854e-05 | x.run = 1; kernel = conv1/7x7_s2 + conv1/relu_7x7 + pool1/3x3_s2 input reformatter 0
    time_share | fraction | share | 0.0238803 | x.run = 1; kernel = conv1/7x7_s2 + conv1/relu_7x7 + pool1/3x3_s2 input reformatter 0
  trtexec/shafikah_raw_googlenet_int8_7batches.txt
    query_throughput | 1/s | value | 479.452 | model = googlenet; batch = 1
    latency / host | s | mean | 0.00206069 | model = googlenet; batch = 1
    latency / host | s | p99 | 0.0025329 | model = googlenet; batch = 1
    latency / gpu-compute | s | mean | 0.0019929 | model = googlenet; batch = 1
    query_throughput | 1/s | value | 1333.49 | batch = 128
    latency / host | s | mean | 0.0958883 | batch = 128
    query_throughput | 1/s | records | 7
  vllm-server-log/danielkorat_qwen3-30b_tp4_server.log
    output_throughput | tok/s | rows | 91
    output_throughput | tok/s | max of rows | 27.4
    output_throughput | tok/s | median of rows | 25.7
  vllm-serving/nerdalert_llama31-8b_vllm-vs-sgl_results_concatenated.json
    request_throughput | req/s | value | 1.2081006055190666 | framework = vllm; request_rate = 1; model = meta-llama/Llama-3.1-8B-Instruct
    output_throughput | tok/s | value | 120.81006055190667 | framework = vllm; request_rate = 1; model = meta-llama/Llama-3.1-8B-Instruct
    ttft | s | mean | 0.045037437366166465 | framework = vllm; request_rate = 1; model = meta-llama/Llama-3.1-8B-Instruct
    tpot | s | p99 | 0.00951424011069284 | framework = vllm; request_rate = 1; model = meta-llama/Llama-3.1-8B-Instruct
    completed_requests | 1 | value | 1015 | framework = vllm; request_rate = inf
    ttft | s | mean | 18.10731514309088 | framework = vllm; request_rate = inf
    request_throughput | req/s | failed | 985 | framework = vllm; request_rate = inf
    request_throughput | req/s | records | 6 | framework = sgl
    request_throughput / goodput | req/s | records | 0
  vllm-throughput/kyuz0_minimax-m2.7-awq_tp2_throughput.json
    total_throughput | tok/s | value | 85.28594554049253
    request_throughput | req/s | value | 0.1164130485186524
    wall_time | s | value | 1718.020467163995
`);

export const emptySources1: readonly EmptySource[] = [
  {path: "llama-bench-failed/ryanilano_27B_IQ4_XS_d32768.log", failures: 1},
  {path: "ollama-api/ollama_docs_api.md"},
  {path: "ollama-api/ollama_docs_usage.mdx"},
  {path: "ollama-server-log/chimeraforge_ollama_11434.log"},
  {path: "ollama/chimeraforge_llama3_q4_benchmark_runs.csv", failures: 5},
  {path: "ollama/chimeraforge_llama3_q4_benchmark_summary.json"},
  {path: "optimum-benchmark/derekliu_llama70b_torchao_int8wo_compile_FAILED_benchmark.log", failures: 3},
  {path: "optimum-benchmark/derekliu_llama_awq_benchmark_config.json"},
  {path: "vllm-server-log/danielkorat_qwen3-30b_tp2_FAILED_server.log", failures: 1}
];
