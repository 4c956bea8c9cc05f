import {resolve, sep} from "node:path";
import type {ExitCode} from "../../agents/contracts/index.ts";
import {readConfig} from "../config.ts";
import {realEffects} from "../effects.ts";
import {outcomeSchema} from "../outcome.ts";
import {agentNames, localeNames} from "../prompt-files.ts";
import {type ReportOutcome, report} from "../report.ts";
import {planReport, type ReportPlan, type ReportSpec} from "../spec.ts";
import {modelStages, type StageName, stageNames} from "../stage-names.ts";
import {localDay} from "./local-day.ts";
import {oneLine} from "./one-line.ts";
import {openProgress} from "./progress.ts";
import type {CommandContext} from "./run-command.ts";
import {runInThread} from "./run-in-thread.ts";
import {warningText} from "./warning-text.ts";

export type ReportFlags = Omit<ReportSpec, "artifacts"> & {json?: boolean; quiet?: boolean};

/** `report <folder>`: the path and the first findings on stdout, or one JSON document; everything else on stderr. */
export async function reportCommand(folder: string, flags: ReportFlags, context: CommandContext): Promise<ExitCode> {
  const {json = false, quiet = false, ...spec} = flags;
  const effects = realEffects();
  const config = await readConfig(process.cwd());
  const plan = planReport(
    {...config, ...spec, set: [...(config.set ?? []), ...(spec.set ?? [])], artifacts: folder},
    {
      resolve: path => resolve(path).replaceAll(sep, "/"),
      locales: localeNames(),
      agents: agentNames(),
      today: localDay(effects.clock.now())
    }
  );
  const outcome = await report(plan, {
    ...effects,
    signal: context.signal,
    make: async prepared => {
      const progress = quiet ? undefined : await openProgress(context.messages(), process.stderr.isTTY, stagesOf(plan));
      try {
        return outcomeSchema.parse(await runInThread({kind: "report", prepared}, context.signal, progress?.events));
      } finally {
        await progress?.close();
      }
    }
  });
  print(outcome, json, context);
  return outcome.exitCode;
}

/** A model's stages are not announced where none is asked. */
const stagesOf = ({provider}: ReportPlan): StageName[] => stageNames.filter(name => provider !== "none" || !modelStages.includes(name));

function print({path, exitCode, findings, warnings}: ReportOutcome, isJson: boolean, {messages}: CommandContext): void {
  const worded = warnings.map(warning => ({code: warning.code, message: warningText(messages(), warning)}));
  if (isJson) {
    process.stdout.write(`${JSON.stringify({path, exitCode, findings, warnings: worded}, null, 2)}\n`);
    return;
  }
  for (const {message} of worded) process.stderr.write(`${oneLine(message)}\n`);
  const numbered = findings.map((finding, index) => `${index + 1}. ${oneLine(finding)}`);
  process.stdout.write(`${[oneLine(path), ...numbered].join("\n")}\n`);
}
