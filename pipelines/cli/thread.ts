import {parentPort, workerData} from "node:worker_threads";
import {realEffects} from "../effects.ts";
import {forbidTracing} from "../tracing.ts";
import {type Task, type ThreadMessage, toThrown} from "./task.ts";

// The work of a command, away from the thread that listens for Ctrl-C: a reader busy with a large file would keep it waiting.
const task: Task = workerData;
const send = (message: ThreadMessage) => parentPort?.postMessage(message);

try {
  forbidTracing(process.env);
  if (task.kind === "report") {
    const {makeReport} = await import("../make-report.ts");
    const progress = {
      stage: (name: string, event: "begins" | "ends") => send({kind: "stage", name, event}),
      file: (done: number, total: number, path: string) => send({kind: "file", done, total, path})
    };
    send({kind: "done", value: await makeReport(task.prepared, {...realEffects(), progress})});
  } else if (task.kind === "diff") {
    const {diff} = await import("../diff.ts");
    send({kind: "done", value: await diff(task.options, realEffects())});
  } else {
    const {inspect} = await import("../inspect.ts");
    send({kind: "done", value: await inspect(task.options, realEffects())});
  }
} catch (error) {
  send({kind: "failed", thrown: toThrown(error)});
}
