#!/usr/bin/env node
import {Console} from "node:console";
import {packageVersion} from "../build-id.ts";
import {listenForInterruption} from "./interruption.ts";

const signal = listenForInterruption();

// A reader that has seen enough (`| head`) is no error of ours.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", error => {
    if (!("code" in error) || error.code !== "EPIPE") throw error;
  });
}

// Libraries print with console.log; stdout is for results only, which are written to it directly.
globalThis.console = new Console(process.stderr);

const words = process.argv.slice(2);
if (words.length === 1 && (words[0] === "--version" || words[0] === "-V")) {
  process.stdout.write(`${packageVersion}\n`);
} else {
  const {runCommand} = await import("./run-command.ts");
  process.exitCode = await runCommand(words, signal);
}
