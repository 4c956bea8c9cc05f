import {type EmptySource, rowsOf, type SourceRow} from "./sources-rows.ts";

/** Headlines of systems, load tests, micro-benchmarks, experiment tracking, by file. Where SOURCES.tsv misspells digits (`cpu_time` of fib_20), the file's. */
export const sourceRows2: readonly SourceRow[] = rowsOf(`
  apachebench/deanrtaylor_oxide_ab_results.txt
    request_throughput | req/s | value | 11990.70
    e2e_latency | s | mean | 0.000834
    e2e_latency | s | p99 | 0.002
    x.time_between_responses | s | value | 0.000083
    failed_attempts | 1 | value | 0
    attempts | 1 | value | 1000
    transfer_rate | B/s | value | 33394083.84
  asv-console/bencher_asv_six.txt
    time_per_op | s | p50 | 0.0000111 | test = benchmarks.TimeSuite.time_iterkeys; x.environment = virtualenv-py2.7
    time_per_op | s | p50 | 0.0000112 | test = benchmarks.TimeSuite.time_keys
    time_per_op | s | p50 | 0.0000329 | test = benchmarks.TimeSuite.time_range
    time_per_op | s | p50 | 0.00000907 | test = benchmarks.TimeSuite.time_keys3; x.environment = virtualenv-py3.6
    memory_used | B | value | 2420 | test = benchmarks.MemSuite.mem_list
    time_per_op | s | records | 0 | test = benchmarks.TimeSuite.time_iterkeys3
    time_per_op | s | records | 0 | test = benchmarks.TimeSuite.time_xrange3
  benchmarkdotnet-md/jamesmh_linq_Benchmarks-report-github.md
    time_per_op | s | mean | 1.0901e-7 | test = Linq
    bytes_per_op | B | value | 256 | test = Linq
    time_per_op | s | mean | 1.7659e-8 | test = Optimized
    bytes_per_op | B | value | 72 | test = Optimized
    time_per_op | s | mean | 7.7771e-8 | test = ListWithTwoValues
    bytes_per_op | B | value | 128 | test = ListWithTwoValues
    time_per_op | s | mean | 9.995e-9 | test = TwoSingleValuedListsPiped
    bytes_per_op | B | value | 40 | test = TwoSingleValuedListsPiped
  benchmarkdotnet/gha_benchmarkdotnet.json
    time_per_op | s | mean | 2.44202085009643e-8 | test = Sample.Benchmarks.Fib10
    time_per_op | s | mean | 5.152008151549559e-8 | test = Sample.Benchmarks.Fib20
  catch2/gha_catch2_output_v3.txt
    time_per_op | s | mean | 3.6e-8 | test = Fibonacci~ 5!
    time_per_op | s | ci95_low | 3.5e-8 | test = Fibonacci~ 5!
    time_per_op | s | ci95_high | 3.7e-8 | test = Fibonacci~ 5!
    time_per_op | s | std | 4e-9 | test = Fibonacci~ 5!
    time_per_op | s | mean | 0.000003789 | test = Fibonacci-15_bench
    time_per_op | s | ci95_low | 0.000003734 | test = Fibonacci-15_bench
    time_per_op | s | ci95_high | 0.000003888 | test = Fibonacci-15_bench
  criterion-console/gha_criterion_output.txt
    time_per_op | s | value | 3.29e-7 | test = Create Realm
    time_per_op | s | value | 0.000003268 | test = Symbols (Execution)
    time_per_op | s | value | 0.000012314 | test = For loop (Execution)
    time_per_op | s | value | 0.001672496 | test = Fibonacci (Execution)
  criterion-estimates/adayn_fib20_estimates_old-capitalised.json
    time_per_op | s | mean | 0.000024770033691715136
    time_per_op | s | ci95_low | 0.00002464974904714224
    time_per_op | s | ci95_high | 0.000024891657378865868
    time_per_op | s | p50 | 0.000024864645
    time_per_op | s | slope | 0.00002465843594591399
  csv-dialects/pkb_dstat-result_multiheader.csv
    cpu_user | fraction | overall | 0.064
    cpu_system | fraction | overall | 0.05216
    cpu_idle | fraction | overall | 0.86808
    read_throughput | B/s | overall | 72741.484 | device =
    write_throughput | B/s | overall | 280219.327 | device =
    read_throughput | B/s | overall | 72741.484 | device = sda
    network_received | B/s | rows | 382
  fio-json/pkb_fio-parser-sample-result.json
    write_iops | 1/s | value | 133 | test = sequential_write
    write_throughput | B/s | value | 69752832 | test = sequential_write
    write_latency / completion | s | mean | 0.47773484 | test = sequential_write
    read_iops | 1/s | value | 253 | test = sequential_read
    read_throughput | B/s | value | 132952064 | test = sequential_read
    write_iops | 1/s | value | 1610 | test = random_write_test
    read_iops | 1/s | value | 317 | test = random_read_test
    read_iops | 1/s | records | 0 | test = sequential_write
    write_iops | 1/s | records | 0 | test = sequential_read
  go-bench/golang-perf_benchstat_new.txt
    time_per_op | s | median of rows | 0.0000014225 | test = BenchmarkEncode/format=json; threads = 48
    time_per_op | s | median of rows | 0.00000307 | test = BenchmarkEncode/format=gob
    time_per_op | s | rows | 10 | test = BenchmarkEncode/format=gob
  go-bench/golang-perf_suffixarray.bench
    time_per_op | s | rows | 420
    time_per_op | s | median of rows | 0.0136277765 | test = BenchmarkSaveRestore/bits=64; threads = 8
    bytes_per_op | B | rows | 10 | test = BenchmarkSaveRestore/bits=64
    allocs_per_op | 1 | rows | 10 | test = BenchmarkSaveRestore/bits=64
    throughput / bytes | B/s | rows | 10 | test = BenchmarkSaveRestore/bits=64
  google-benchmark/gha_googlecpp_output.json
    time_per_op | s | row | 2.1498980114547953e-7 | test = fib_10
    cpu_time / total | s | row | 2.1365507206163295e-7 | test = fib_10
    time_per_op | s | row | 0.000027455600415007055 | test = fib_20
    cpu_time / total | s | row | 0.000027364903204272359 | test = fib_20
  hyperfine/bencher_hyperfine_one.json
    latency | s | mean | 0.013317239025420563 | command = sleep 0.01
    latency | s | std | 0.000999692290506435 | command = sleep 0.01
    latency | s | p50 | 0.01325132996 | command = sleep 0.01
    latency | s | rows | 214
  hyperfine/bencher_hyperfine_two.json
    latency | s | mean | 0.10753446442370372 | command = sleep 0.1
    latency | s | rows | 27 | command = sleep 0.1
    latency | s | mean | 0.20851399910461543 | command = sleep 0.2
    latency | s | rows | 13 | command = sleep 0.2
  jmeter/jenkins_JENKINS-16627_CSV_instead_of_XML.jtl
    e2e_latency | s | row | 1.425 | endpoint = GET /ordermgmt/login - Login Page
    e2e_latency | s | row | 0.059 | endpoint = GET /ordermgmt/inventory
    e2e_latency | s | row | 2.204 | endpoint = GET /ordermgmt/pre-logout
  jmeter/jenkins_JMeterResults.jtl
    e2e_latency | s | rows | 8
    e2e_latency | s | mean of rows | 4.142125
    e2e_latency | s | max of rows | 15.902
    e2e_latency | s | rows | 4 | endpoint = Home
    e2e_latency | s | rows | 4 | endpoint = Workgroup
  jmeter/jenkins_filewithtransactions.csv
    e2e_latency | s | rows | 210
    e2e_latency | s | rows | 0 | endpoint = Scenario
  jmeter/jenkins_multiLineCSV.jtl
    e2e_latency | s | rows | 1
    e2e_latency | s | row | 1.898 | endpoint = Preparation: Login
  jmh/gha_jmh_output.json
    throughput | 1/s | mean | 3376238873.1228185 | test = org.openjdk.jmh.samples.JMHSample_01_HelloWorld.wellHelloThere
    throughput | 1/s | rows | 3
  julia-benchmarktools/gha_julia_output.json
    time_per_op | s | value | 0.000031028 | test = fib/20
    time_per_op | s | value | 2.4603846153846155e-7 | test = fib/10
    allocs_per_op | 1 | value | 0 | test = fib/10
  k6-summary/scottgal_nmt_k6-summary.json
    e2e_latency | s | mean | 12.563465956191583 | x.expected_response =
    e2e_latency | s | p50 | 10.9905877 | x.expected_response =
    e2e_latency | s | p95 | 24.458761375 | x.expected_response =
    attempts | 1 | value | 856
    request_throughput | req/s | value | 6.5904002351602635
    error_rate | fraction | value | 0
    error_rate | fraction | failed | 0
    success_rate / checks | fraction | value | 0.8509953161592506
    x.translation_duration | s | mean | 12.592884946487113
  locust-csv/isneil_neuro_locust_stats.csv
    attempts | 1 | value | 240 | endpoint = /; x.method = POST
    failed_attempts | 1 | value | 0
    e2e_latency | s | p50 | 2.0075247999993735
    e2e_latency | s | mean | 2.0194182154166203
    e2e_latency | s | p95 | 2
    e2e_latency | s | p99 | 2.1
    request_throughput | req/s | value | 4.944105223538414
  mpstat-iostat/pkb_iostat_output.json
    read_iops | 1/s | overall | 1.39 | device = dm-0
    write_iops | 1/s | overall | 22.85 | device = dm-0
    read_throughput | B/s | overall | 71628.8 | device = dm-0
    write_throughput | B/s | overall | 441661.44 | device = dm-0
    read_latency | s | overall | 0.00095 | device = dm-0
    cpu_user | fraction | overall | 0.0072
    cpu_idle | fraction | overall | 0.9823
  mpstat-iostat/pkb_mpstat_output.json
    cpu_user | fraction | max of rows | 0.5001 | x.cpu =
    cpu_user | fraction | rows | 2 | x.cpu =
    cpu_idle | fraction | rows | 2 | x.cpu = 1
  nccl-tests/pkb_nccl_output.txt
    bus_bandwidth | B/s | mean | 565546000 | x.size =
    latency | s | mean | 1.752724 | x.size = 1073741824; x.placement = out-of-place
    algorithm_bandwidth | B/s | mean | 610000000 | x.size = 1073741824; x.placement = out-of-place
    bus_bandwidth | B/s | mean | 610000000 | x.size = 1073741824; x.placement = out-of-place
  nvidia-smi-csv/pranavdani_power_nvidia-smi.csv
    power | W | rows | 73
    power | W | mean of rows | 22.035068493150703
    power | W | max of rows | 23
  nvidia-smi-dmon/unknown_oc_notes_dmon.txt
    power | W | row | 119 | device = 0
    gpu_temperature | °C | row | 59 | device = 0
    gpu_utilization | fraction | row | 1 | device = 0
    gpu_memory_clock | 1/s | row | 6800000000 | device = 0
    gpu_clock | 1/s | row | 1665000000 | device = 0
    power | W | row | 159 | device = 1
    gpu_clock | 1/s | row | 1695000000 | device = 1
    gpu_temperature | °C | max of rows | 74 | device = 2
    gpu_memory_used | B | row | 447741952 | gpu = NVIDIA GeForce RTX 3080; x.power_limit = 220; x.gpu_memory_total = 10737418240
    power | W | row | 219 | x.power_limit = 220
  nvidia-smi-text/pkb_nvidia_smi_output_k80.txt
    gpu_temperature | °C | row | 33 | device = 0; gpu = Tesla K80
    power | W | row | 26 | device = 0; x.power_limit = 149
    gpu_memory_used | B | row | 15728640 | device = 0; x.gpu_memory_total = 11994660864
    gpu_utilization | fraction | row | 0 | device = 0
    gpu_temperature | °C | row | 46 | device = 1
    power | W | row | 30 | device = 1
    gpu_temperature | °C | row | 36 | device = 2
    power | W | row | 26 | device = 2
    gpu_temperature | °C | row | 46 | device = 3
    power | W | row | 30 | device = 3
  perf-stat/grahamking_two_sum_perf_stat.txt
    run_time | s | value | 60.24869021 | command = ./target/release/two_sum 300 l
    instruction_count | 1 | value | 374205673499 | command = ./target/release/two_sum 300 l
    instructions_per_cycle | 1 | value | 5.19 | command = ./target/release/two_sum 300 l
    branch_miss_rate | fraction | value | 0.0015 | command = ./target/release/two_sum 300 l
    run_time | s | value | 61.511974955 | command = ./target/release/two_sum 300 m
    instructions_per_cycle | 1 | value | 2.14 | command = ./target/release/two_sum 300 m
    run_time | s | value | 8.55778354 | command = ./target/release/two_sum 300 s
    instructions_per_cycle | 1 | value | 3.98 | command = ./target/release/two_sum 300 s
  pytest-benchmark/gha_pytest_output.json
    latency | s | mean | 0.00002408868133322941 | test = test_fib_10
    latency | s | mean | 0.002985030672661863 | test = test_fib_20
  pytest-benchmark/gha_pytest_several_units.json
    latency | s | mean | 1.4995610248628836e-7 | test = test_fib_1
    latency | s | mean | 0.00002885754012484424 | test = test_fib_10
    latency | s | mean | 0.003611916368852473 | test = test_fib_20
    latency | s | mean | 2.0038430469999997 | test = test_sleep_2
  tensorboard-csv/brunogomes_imdb_run-.-tag-loss.csv
    loss | 1 | rows | 30
    loss | 1 | row | 3.9541561603546143 | step = 29
    loss | 1 | row | 12.435992240905762 | step = 0
  wandb-csv/hahv_wandb_export.csv
    frame_throughput / per_frame_metric_FPS | 1/s | row | 38.67300033569336 | x.msg = Running config 15/36
    accuracy / per_frame_metric_accuracy | fraction | row | 0.9958449006080629 | x.msg = Running config 15/36
    frame_throughput / per_frame_metric_FPS | 1/s | row | 27.252443313598633 | x.msg = Running config 7/36
    frame_throughput / per_frame_metric_FPS | 1/s | rows | 11
  wandb-summary/aorvieto_wandb-summary.json
    accuracy | fraction | last | 0.7808 | scope = test_acc_epoch; x.lr = 0.000003
    loss | 1 | last | 0.300126399408728 | scope = train_loss_epoch
    run_time | s | value | 2621.788069009781
  wrk/jenkins_WrkResultsQuick.wrk
    attempts | 1 | value | 1045
    run_time | s | value | 5.08
    request_throughput | req/s | value | 205.68
    e2e_latency | s | mean | 0.07827
    e2e_latency | s | std | 0.03111
    e2e_latency | s | max | 0.23554
    transfer_rate | B/s | value | 9500098.56
  wrk/jenkins_WrkResultsWithErrors.wrk
    attempts | 1 | value | 12
    failed_attempts | 1 | value | 12
    request_throughput | req/s | records | 0
    e2e_latency | s | mean | 0.07843
    e2e_latency | s | std | 0.00005533
    e2e_latency | s | failed | 12
  wrk/jenkins_WrkResultsWithLatencyFlag.wrk
    e2e_latency | s | p50 | 0.04025
    e2e_latency | s | p75 | 0.04651
    e2e_latency | s | p90 | 0.04651
    e2e_latency | s | p99 | 0.04651
    request_throughput | req/s | value | 17.81
`);

/** Files of group 2 that must give nothing. */
export const emptySources2: readonly EmptySource[] = [{path: "prometheus-text/nbgreenops_metrics_all-undefined.prom"}];
