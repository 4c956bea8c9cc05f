import {beforeAll, describe, expect, it} from "vitest";
import {allCauses, explain} from "../../../agents/analyst/index.ts";
import {causesOf} from "../../../agents/analyst/causes.ts";
import type {Analysis, Finding} from "../../../agents/contracts/index.ts";
import {openScripted, openSession, type Script} from "../../../agents/model/index.ts";
import {statementsOf} from "../../../agents/writer/index.ts";
import {loadPack} from "../../../pipelines/packs.ts";
import {askedItems} from "../../support/echo-model.ts";
import {analysisOf} from "../../support/report-of.ts";
import {localeOf} from "../../support/locales.ts";

const pack = loadPack("chimera");
let analysis: Analysis;
beforeAll(async () => {
  analysis = await analysisOf(new URL("../../../data/samples/", import.meta.url));
});

type Choice = (item: ReturnType<typeof askedItems>[number], index: number) => {cause: string; text: string};

const choosing =
  (choose: Choice): Script =>
  ({user}, index) =>
    JSON.stringify({causes: askedItems(user).map(item => ({of: item.number, ...choose(item, index)}))});

const first: Choice = ({causes}) => ({cause: causes[0]?.code ?? "", text: `Возможно, ${causes[0]?.text}.`});

async function explained(script: Script) {
  const port = openScripted(script);
  const repair = (fault: {user: string; reply: string; issues: readonly string[]}) => pack.prompts.repair.render(fault).user;
  const session = openSession(port, {clock: {seconds: () => 0}, repair});
  const locale = localeOf("ru");
  const prompt: Parameters<typeof explain>[1]["prompt"] = findings => pack.prompts.analyst.render({language: "Russian", findings});
  return {...(await explain(statementsOf(analysis, locale), {session, locale, prompt, repair})), requests: port.requests};
}

describe("explain", () => {
  it("asks about the first five findings of which causes are known, and takes a cause for each", async () => {
    const {explanations, calls, isWhole} = await explained(choosing(first));
    expect(explanations.causes).toHaveLength(5);
    expect(explanations.refused).toEqual([]);
    const shown = analysis.findings.filter(({kind}) => kind !== "no_effect_shown").map(({id}) => id);
    for (const {finding, cause} of explanations.causes) {
      expect(shown.indexOf(finding)).toBeLessThan(5);
      expect(allCauses.map(({code}) => code)).toContain(cause);
    }
    expect(new Set(calls.map(({agent}) => agent))).toEqual(new Set(["analyst"]));
    expect(isWhole).toBe(true);
  });

  it("takes none for an answer", async () => {
    const {explanations, calls} = await explained(choosing(() => ({cause: "none", text: ""})));
    expect(explanations).toMatchObject({causes: [], refused: []});
    expect(calls.flatMap(({rejected}) => rejected)).toEqual([]);
  });

  it.each<[string, Choice, string]>([
    ["a cause that is not listed", () => ({cause: "magic", text: "Возможно, это магия."}), "cause-unknown"],
    ["a claim instead of a supposition", ({causes}) => ({cause: causes[0]?.code ?? "", text: `Это потому, что ${causes[0]?.text}.`}), ""],
    ["a number", ({causes}) => ({cause: causes[0]?.code ?? "", text: `Возможно, ${causes[0]?.text} на 40 %.`}), "digit"],
    ["nothing", ({causes}) => ({cause: causes[0]?.code ?? "", text: " "}), "missing"]
  ])("refuses %s after one repair", async (_, choose, code) => {
    const {explanations, calls} = await explained(choosing(choose));
    expect(explanations.causes).toEqual([]);
    expect(explanations.refused).toHaveLength(5);
    if (code !== "") for (const one of explanations.refused ?? []) expect(one.code).toBe(code);
    expect(calls.filter(({attempt}) => attempt === 2)).toHaveLength(5);
  });

  it("takes the repaired one", async () => {
    const {explanations} = await explained(choosing((item, index) => (index === 0 ? {cause: "magic", text: "x"} : first(item, index))));
    expect(explanations.causes).toHaveLength(5);
    expect(explanations.refused).toEqual([]);
  });
});

describe("causes", () => {
  const finding = (kind: Finding["kind"], words: Record<string, string>): Pick<Finding, "kind" | "words" | "members"> => ({
    kind,
    words,
    members: []
  });

  it("are those of the phase or factor that the finding is about", () => {
    const codes = (one: ReturnType<typeof finding>) => causesOf(one).map(({code}) => code);
    expect(codes(finding("dominant_phase", {phase: "prefill"}))).toEqual(["prefill-computes", "long-prompts"]);
    expect(codes(finding("dominant_phase", {}))).toEqual([]);
    expect(codes(finding("factor_matters", {factor: "num_thread"}))).toContain("more-cores");
    expect(codes(finding("factor_matters", {factor: "temperature"}))).toEqual([]);
    expect(codes(finding("no_effect_shown", {factor: "num_thread"}))).toEqual([]);
  });

  it.each(["ru", "en"])("have a source and words in %s, without digits and a full stop", language => {
    const locale = localeOf(language);
    for (const {code, source} of allCauses) {
      expect(source).toMatch(/^https:\/\/\S+$/);
      expect(locale.text(`cause.${code}`)).not.toMatch(/\d|\.$/);
    }
    const worded = locale.keys().filter(key => key.startsWith("cause."));
    expect(worded.sort()).toEqual([...new Set(allCauses.map(({code}) => `cause.${code}`))].sort());
  });

  it.each(["ru", "en"])("can be said as a supposition that the checks let through, in %s", async language => {
    const {faultsOfSupposition, lettered} = await import("../../../agents/prose/index.ts");
    const locale = localeOf(language);
    const statements = statementsOf(analysis, locale);
    for (const {finding: one, spans} of statements) {
      for (const {code} of causesOf(one)) {
        const text = locale.text(`cause.${code}`);
        const said = language === "ru" ? `Возможно, ${text}.` : `Probably ${text}.`;
        expect(faultsOfSupposition(said, lettered(spans), {code, text}, locale), said).toEqual([]);
      }
    }
  });
});
