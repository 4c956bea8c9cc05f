import type {Source} from "../../contracts/index.ts";
import {placeOf} from "../../contracts/index.ts";
import type {Context, Detector, FindingDraft} from "../context.ts";
import {failureReason} from "../failure-reasons.ts";
import {type Frame, rowLabels} from "../frames.ts";
import {groupBy, labelKey} from "../labels.ts";
import {shownSubject} from "../comparable.ts";

interface Failed {
  frame: Frame;
  row: number;
  reason: string;
  quote: string;
}

/**
 * Failed attempts by reason (`attempts`), and answers that came with status 200 but are not whole (`incomplete`): those look like
 * results and are told apart.
 */
export const failures: Detector = context => {
  const failed = failedAttempts(context.frames.frames);
  const [incomplete, others] = [failed.filter(({reason}) => reason === "incomplete"), failed.filter(({reason}) => reason !== "incomplete")];
  return [
    ...(others.length > 0 ? [attemptsFinding(context, others, incomplete.length > 0)] : []),
    ...(incomplete.length > 0 ? [incompleteFinding(context, incomplete)] : [])
  ];
};

export function failedAttempts(frames: readonly Frame[]): Failed[] {
  return frames.flatMap(frame =>
    frame.measurement.row === "attempt"
      ? frame.measurement.failures.map(({row, reason, kind}) => ({
          frame,
          row,
          reason:
            kind === "timeout" ? "timeout" : kind === "payload" ? "incomplete" : reason.trim() === "" ? "unstated" : failureReason(reason),
          quote: reason
        }))
      : []
  );
}

const isOfAttempts = ({measurement}: Frame): boolean => measurement.row === "attempt" && measurement.rows > 0;

/** Sessions of which every attempt failed, by their frames. */
export function sessionsWithoutResult(frames: readonly Frame[]): [Frame, ...Frame[]][] {
  return [...groupBy(frames.filter(isOfAttempts), ({session}) => session.id).values()].flatMap(([first, ...rest]) => {
    const hasFailed = ({measurement}: Frame): boolean => new Set(measurement.failures.map(({row}) => row)).size === measurement.rows;
    return first !== undefined && [first, ...rest].every(hasFailed) ? [[first, ...rest] satisfies [Frame, ...Frame[]]] : [];
  });
}

/** Reasons of attempts that no server answered. */
export const unreachable: readonly string[] = ["not_reachable", "address_invalid", "url_invalid"];

/** In some session no attempt came as far as the server. */
const neverReached = (lost: readonly (readonly Frame[])[], failed: readonly Failed[]): boolean =>
  lost.some(session => failed.filter(({frame}) => session.includes(frame)).every(({reason}) => unreachable.includes(reason)));

const placesOf = ([{measurement}]: readonly [Frame, ...Frame[]]): Source => ({artifact: measurement.artifact, at: ""});

const attemptsIn = (frames: readonly Frame[]): number =>
  frames.reduce((sum, {measurement}) => sum + (measurement.row === "attempt" ? measurement.rows : 0), 0);

const sourcesOf = (failed: readonly Failed[]): Source[] =>
  failed.map(({frame, row}) => ({artifact: frame.measurement.artifact, at: placeOf(frame.measurement, row)}));

function attemptsFinding({frames, store}: Context, failed: readonly Failed[], hasIncomplete: boolean): FindingDraft {
  const concerned = new Set(failed.map(({frame}) => frame.session.id));
  const total = attemptsIn(frames.frames);
  const inSessions = frames.frames.filter(({session}) => concerned.has(session.id));
  const sessions = [...groupBy(frames.frames.filter(isOfAttempts), ({session}) => session.id).values()];
  const lost = sessionsWithoutResult(frames.frames);
  const members = [...groupBy(failed, ({reason, quote}) => (reason === "other" ? `other ${quote}` : reason)).values()]
    .sort((a, b) => b.length - a.length)
    .map(group => {
      const {reason = "other", quote = ""} = group[0] ?? {};
      return {
        subject: {},
        facts: {
          count: store.count("failed_attempts", group.length, {where: reason === "other" ? {reason, quote} : {reason}}, sourcesOf(group))
        },
        words: {reason, ...(reason === "other" ? {quote: quote.slice(0, 80)} : {})}
      };
    });
  return {
    kind: "failures",
    variant: "attempts",
    workload: "all",
    words: {
      has_incomplete: hasIncomplete ? "yes" : "no",
      has_lost: lost.length > 0 ? "yes" : "no",
      never_reached: neverReached(lost, failed) ? "yes" : "no"
    },
    facts: {
      lost: store.count("sessions", lost.length, {where: {of: "without result"}}, lost.map(placesOf), lost.length),
      sessions: store.count("sessions", sessions.length, {where: {of: "attempts"}}),
      failed: store.count("failed_attempts", failed.length, {where: {of: "errors"}}, sourcesOf(failed)),
      total: store.count("attempts", attemptsIn(inSessions), {where: {of: "sessions with errors"}}),
      all: store.count("attempts", total, {where: {of: "everything"}})
    },
    members,
    severity: Math.min(1, failed.length / total),
    confidence: "high",
    reasons: []
  };
}

function incompleteFinding({frames, store}: Context, failed: readonly Failed[]): FindingDraft {
  const named = failed.map(item => ({
    ...item,
    subject: shownSubject(rowLabels(item.frame.measurement, item.row).subject),
    place: item.frame.session.place
  }));
  const members = [...groupBy(named, ({subject, frame}) => `${frame.session.id} ${labelKey(subject)}`).values()].map(group => {
    const {subject = {}, frame} = group[0] ?? {};
    const own = frames.frames.filter(({session}) => session === frame?.session);
    const rows = own.flatMap(({measurement}) =>
      measurement.row !== "attempt"
        ? []
        : Array.from({length: measurement.rows}, (_, row) => labelKey(shownSubject(rowLabels(measurement, row).subject))).filter(
            key => key === labelKey(subject)
          )
    );
    const scope = {subject, session: frame?.session.id ?? ""};
    return {
      subject,
      facts: {
        failed: store.count("failed_attempts", group.length, {...scope, where: {reason: "incomplete"}}, sourcesOf(group)),
        total: store.count("attempts", rows.length, scope, [], rows.length)
      }
    };
  });
  const total = attemptsIn(frames.frames.filter(({columns}) => columns.has("output_tokens")));
  return {
    kind: "failures",
    variant: "incomplete",
    workload: named[0]?.frame.session.tool ?? "all",
    facts: {
      failed: store.count("failed_attempts", failed.length, {where: {reason: "incomplete"}}, sourcesOf(failed)),
      total: store.count("attempts", total, {where: {of: "answers"}})
    },
    members,
    severity: Math.min(1, failed.length / Math.max(1, attemptsIn(frames.frames))),
    gain: {share: 0, basis: "measured"},
    confidence: "high",
    reasons: []
  };
}
