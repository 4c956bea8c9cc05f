import {type Call, type Explanations, type Finding, type Note, type Span, supposingSchema} from "../contracts/index.ts";
import {type Locale, noteText} from "../locale/index.ts";
import type {Failed, Messages, ModelSession} from "../model/index.ts";
import {faultsOfSupposition, type KnownCause, type Lettered, lettered} from "../prose/index.ts";
import {causesOf} from "./causes.ts";

/** A finding and its sentence. */
export interface Stated {
  finding: Finding;
  spans: readonly Span[];
}

export interface ExplainContext {
  session: ModelSession;
  locale: Locale;
  /** The analyst's prompt, filled; findings are numbered from 1. */
  prompt: (findings: readonly {number: number; text: string; causes: readonly KnownCause[]}[]) => Messages;
  repair: (fault: {user: string; reply: string; issues: readonly string[]}) => string;
}

export interface Explained {
  explanations: Explanations;
  calls: Call[];
  /** False when the model failed on the way. */
  isWhole: boolean;
}

/** Findings that a model is asked about, from the first on. */
const mostFindings = 5;

/** Faults that a repair lists at most. */
const mostIssues = 6;

/** Findings of one call: their causes are listed with each. */
const mostOfCall = 3;

interface Candidate {
  finding: Finding;
  statement: Lettered;
  causes: KnownCause[];
}

/**
 * For the first findings of which causes are known, has a model choose one and say why. What it says beyond the cause and the finding is
 * refused, after one repair; such a finding gets no cause. Nothing is ordered or computed by it. Throws only when aborted.
 */
export async function explain(stated: readonly Stated[], context: ExplainContext): Promise<Explained> {
  const {session, locale} = context;
  const round: Round = {context, calls: [], causes: new Map(), refused: new Map(), isWhole: true};
  const items = candidates(stated, locale).map(asked);
  const {left, isWhole} = await session.askAll(items, context.prompt([]), mostOfCall, (some, maxTokens) => askFor(some, maxTokens, round));
  for (const {item, code} of left) round.refused.set(item.finding.id, code);
  return {explanations: explanationsOf(locale.name, round), calls: round.calls, isWhole: isWhole && round.isWhole};
}

function candidates(stated: readonly Stated[], locale: Locale): Candidate[] {
  return stated
    .map(({finding, spans}) => {
      const causes = causesOf(finding).map(({code}) => ({code, text: locale.text(`cause.${code}`)}));
      return {finding, statement: lettered(spans), causes};
    })
    .filter(({causes}) => causes.length > 0)
    .slice(0, mostFindings);
}

const listed = ({statement, causes}: Candidate, index: number) => ({number: index + 1, text: statement.text, causes});

function asked(item: Candidate) {
  const {statement, causes} = item;
  const longest = Math.max(...causes.map(({text}) => text.length));
  const text = [`1. ${statement.text}`, ...causes.map(cause => `   ${cause.code}: ${cause.text}`)].join("\n");
  return {item, text, reply: "".padEnd(40 + 2 * longest, "x")};
}

interface Round {
  context: ExplainContext;
  calls: Call[];
  causes: Map<string, {cause: string; text: string}>;
  refused: Map<string, string>;
  isWhole: boolean;
}

async function askFor(items: readonly Candidate[], maxTokens: number, round: Round): Promise<Failed | undefined> {
  const {context, calls} = round;
  const messages = context.prompt(items.map(listed));
  const answer = await context.session.ask(supposingSchema, {...messages, agent: "analyst", attempt: 1, maxTokens, calls});
  if (answer.kind === "failed") return answer;
  for (const [index, item] of items.entries()) {
    const reply = answer.value.causes.find(({of}) => of === index + 1);
    if (take(reply, item, round)) continue;
    const faults = faultsOf(reply, item, context.locale);
    answer.reject(index + 1, reply?.text ?? "", faults);
    await repairOne(item, reply?.text ?? "", faults, round);
  }
  return undefined;
}

async function repairOne(item: Candidate, text: string, faults: readonly Note[], round: Round): Promise<void> {
  const {context, calls, refused} = round;
  refused.set(item.finding.id, faults[0]?.code ?? "");
  const messages = context.prompt([listed(item, 0)]);
  const user = context.repair({
    user: messages.user,
    reply: text,
    issues: faults.slice(0, mostIssues).map(note => noteText(context.locale, "fault", note))
  });
  const planned = await context.session.plan([{...asked(item), text: ""}], {...messages, user}, 1);
  if (planned.kind === "failed" || planned.call === undefined) return;
  const {maxTokens} = planned.call;
  const answer = await context.session.ask(supposingSchema, {...messages, user, agent: "analyst", attempt: 2, maxTokens, calls});
  if (answer.kind === "failed") {
    round.isWhole &&= !answer.isOutage;
    return;
  }
  const reply = answer.value.causes[0];
  if (take(reply, item, round)) refused.delete(item.finding.id);
  else answer.reject(1, reply?.text ?? "", faultsOf(reply, item, context.locale));
}

type Reply = {cause: string; text: string} | undefined;

/** Whether the reply is done with: a cause that may be printed, or `none`. */
function take(reply: Reply, item: Candidate, {context, causes}: Round): boolean {
  if (reply?.cause === "none") return true;
  if (reply === undefined || faultsOf(reply, item, context.locale).length > 0) return false;
  causes.set(item.finding.id, {cause: reply.cause, text: reply.text.trim()});
  return true;
}

function faultsOf(reply: Reply, {statement, causes}: Candidate, locale: Locale): Note[] {
  if (reply === undefined || reply.text.trim() === "") return [{code: "missing", values: {}}];
  const cause = causes.find(({code}) => code === reply.cause);
  if (cause === undefined) return [{code: "cause-unknown", values: {known: causes.map(({code}) => code).join(", ")}}];
  return faultsOfSupposition(reply.text.trim(), statement, cause, locale);
}

const explanationsOf = (locale: string, {causes, refused}: Round): Explanations => ({
  version: 1,
  locale,
  causes: [...causes].map(([finding, {cause, text}]) => ({finding, cause, text})),
  refused: [...refused].map(([finding, code]) => ({finding, code})),
  fields: []
});
