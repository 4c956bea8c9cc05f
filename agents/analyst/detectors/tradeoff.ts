import type {Context, Detector, FindingDraft} from "../context.ts";
import {directionOf, type Effect} from "../effects.ts";
import {quantizationTradeoffs, type Quantizations, type Variant, variantCells} from "../quantizations.ts";

/**
 * Quantizations: speed against quality. `quality-cost`: variants that are faster somewhere and whose perplexity is worse;
 * `quality-loss`: worse and nowhere shown to be faster; `free`: faster, and no loss shown.
 */
export const tradeoff: Detector = context =>
  quantizationTradeoffs(context).flatMap(model => {
    const others = model.variants.filter(({quantization}) => quantization !== model.reference);
    return [
      ...findingOf(
        context,
        model,
        "quality-cost",
        others.filter(variant => variant.quality_verdict === "worse" && fasterIn(variant).length > 0)
      ),
      ...findingOf(
        context,
        model,
        "quality-loss",
        others.filter(variant => variant.quality_verdict === "worse" && fasterIn(variant).length === 0)
      )
    ];
  });

/** Effects on generation speed that show the variant to be faster. */
export const fasterIn = ({effects}: Variant): Effect[] =>
  effects.filter(
    ({metric, ratio, verdict}) => metric === "decode_throughput" && verdict === "shown" && directionOf(metric, ratio) === "better"
  );

function findingOf(context: Context, model: Quantizations, variant: string, members: readonly Variant[]): FindingDraft[] {
  if (members.length === 0) return [];
  const {pass} = context;
  const base = model.variants.find(({quantization}) => quantization === model.reference);
  const tools = new Set(members.flatMap(member => fasterIn(member).map(({session}) => session.tool)));
  const silent = new Set(
    members.flatMap(({effects}) => effects.filter(({metric}) => metric === "decode_throughput").map(({session}) => session.tool))
  );
  for (const tool of tools) silent.delete(tool);
  const lead = [...tools][0];
  return [
    {
      kind: "tradeoff",
      variant: silent.size > 0 && variant === "quality-cost" ? "quality-cost-one-tool" : variant,
      workload: lead ?? "quantization",
      subject: {model: model.model},
      facts: base?.quality === undefined ? {} : {base_quality: base.quality},
      words: {
        base: model.reference,
        ...(lead === undefined ? {} : {tool: lead}),
        ...(silent.size > 0 ? {other_tool: [...silent][0] ?? ""} : {})
      },
      members: members.map(member => ({
        subject: {quantization: member.quantization},
        facts: {
          ...(member.quality === undefined ? {} : {quality: member.quality}),
          ...(fasterIn(member)[0] === undefined ? {} : {speed: fasterIn(member)[0]?.fact ?? ""}),
          ...(member.size === undefined ? {} : {size: member.size})
        }
      })),
      severity: pass.share(pass.seconds(variantCells(model))),
      gain: {share: 0, basis: "measured"},
      confidence: "medium",
      reasons: [{code: "one-run-each", values: {}}]
    }
  ];
}
