import {DuckDBInstance} from "@duckdb/node-api";

/** The peer of `inspect` on a long table: count, mean, median and p95 of both columns by one thread. */
const file = process.argv[2]?.replaceAll("'", "''");
const instance = await DuckDBInstance.create(":memory:", {threads: "1"});
const connection = await instance.connect();
const of = column => `count(${column}), avg(${column}), quantile_cont(${column}, [0.5, 0.95])`;
const reader = await connection.runAndReadAll(`select ${of("latency_ms")}, ${of("tokens_per_second")} from read_csv('${file}')`);
console.log(String(reader.getRows()));
