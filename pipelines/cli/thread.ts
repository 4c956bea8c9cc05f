import {parentPort} from "node:worker_threads";
import {realEffects} from "../effects.ts";
import {forbidTracing} from "../tracing.ts";
import {type Task, type ThreadMessage, toThrown} from "./task.ts";

// The work of a command, away from the thread that listens for Ctrl-C: a reader busy with a large file would keep it waiting.
const send = (message: ThreadMessage) => parentPort?.postMessage(message);

const progress = {
  stage: (name: string, event: "begins" | "ends") => send({kind: "stage", name, event}),
  file: (done: number, total: number, path: string) => send({kind: "file", done, total, path})
};

async function result(task: Task): Promise<unknown> {
  switch (task.kind) {
    case "report": {
      const {makeReport} = await import("../make-report.ts");
      return await makeReport(task.prepared, {...realEffects(), progress});
    }
    case "batch": {
      const {doBatchWork} = await import("../batch/work.ts");
      return await doBatchWork(task.work, {...realEffects(), progress});
    }
    case "compare": {
      const {compare} = await import("../compare/compare.ts");
      const turn = (done: number, total: number, cell: string, repeat: number) => progress.file(done, total, `${cell} · ${repeat}`);
      return await compare(task.plan, task.options, {...realEffects(), progress: turn});
    }
    case "diff": {
      const {diff} = await import("../diff.ts");
      return await diff(task.options, realEffects());
    }
    case "inspect": {
      const {inspect} = await import("../inspect.ts");
      return await inspect(task.options, realEffects());
    }
  }
}

parentPort?.on("message", async (task: Task) => {
  try {
    forbidTracing(process.env);
    send({kind: "done", value: await result(task)});
  } catch (error) {
    send({kind: "failed", thrown: toThrown(error)});
  }
});
