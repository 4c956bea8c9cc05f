import type {Locale} from "../../agents/locale/index.ts";
import type {ReportProgress} from "../make-report.ts";
import type {StageName} from "../stage-names.ts";
import {oneLine} from "./one-line.ts";

export interface Progress {
  events: ReportProgress;
  /** Leaves the terminal as it should be, also after an error. */
  close: () => Promise<void>;
}

/** Progress on stderr: moving lines on a terminal, one plain line per stage elsewhere. */
export async function openProgress(messages: Locale, isTerminal: boolean, stages: readonly StageName[]): Promise<Progress> {
  return isTerminal ? await movingProgress(messages, stages) : plainProgress(messages);
}

function plainProgress(messages: Locale): Progress {
  return {
    events: {
      stage: (name, event) => {
        if (event === "begins") process.stderr.write(`${messages.text(`cli.stage.${name}`)}\n`);
      },
      file: () => {}
    },
    close: async () => {}
  };
}

interface Step {
  promise: Promise<void>;
  finish: () => void;
}

async function movingProgress(messages: Locale, stages: readonly StageName[]): Promise<Progress> {
  const {Listr, ListrLogger, ProcessOutput} = await import("listr2");
  const steps = new Map<StageName, Step>(stages.map(name => [name, step()]));
  const begun = new Set<StageName>();
  const showFile: {now: (text: string) => void} = {now: () => {}};
  // Both streams are stderr: listr2 draws on the first one, and stdout is for results. Without a terminal there it takes the fallback.
  const drawing = {logger: new ListrLogger({processOutput: new ProcessOutput(process.stderr, process.stderr)}), clearOutput: true};
  const list = new Listr<unknown, "default", "default">(
    stages.map(name => ({
      title: messages.text(`cli.stage.${name}`),
      task: async (_, task) => {
        if (name === "collect") showFile.now = text => (task.output = text);
        await steps.get(name)?.promise;
      }
    })),
    {
      renderer: "default",
      fallbackRenderer: "default",
      registerSignalListeners: false,
      rendererOptions: drawing,
      fallbackRendererOptions: drawing
    }
  );
  const running = list.run();
  return {
    events: {
      stage: (name, event) => {
        if (event === "ends") steps.get(name)?.finish();
        else begun.add(name);
        // A stage that is not needed after all must not hold up the ones after it.
        for (const earlier of stages.slice(0, stages.indexOf(name))) if (!begun.has(earlier)) steps.get(earlier)?.finish();
      },
      file: (done, total, path) => showFile.now(oneLine(messages.text("cli.file", {done, total, path})))
    },
    close: async () => {
      for (const {finish} of steps.values()) finish();
      await running;
    }
  };
}

function step(): Step {
  let finish = (): void => {};
  const promise = new Promise<void>(resolve => {
    finish = resolve;
  });
  return {promise, finish: () => finish()};
}
