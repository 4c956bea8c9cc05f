import type {Block, Report} from "../../agents/contracts/index.ts";

export type Authored = Extract<Block, {by?: unknown}>;

/** Who wrote a block, for the reader: undefined for the templates, which write whatever bears no mark. */
export function authorOf(block: Authored, {words, model}: Pick<Report, "words" | "model">): string | undefined {
  if (block.by !== "model") return undefined;
  const by = model === undefined ? words.byModel : words.byNamedModel.replace("{name}", () => model);
  return block.type === "paragraph" && block.supposition === true ? `${words.supposition}. ${by}` : by;
}
