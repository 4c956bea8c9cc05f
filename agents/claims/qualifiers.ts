import {type Claim, type Statistic, statisticSchema} from "../contracts/index.ts";

type Hedge = NonNullable<Claim["hedge"]>;

const statisticWords: readonly (readonly [pattern: RegExp, statistic: Statistic])[] = [
  [/(?<!\p{L})(?:mean|average|avg)(?!\p{L})|(?<!\p{L})средн\p{L}+/iu, "mean"],
  [/(?<!\p{L})(?:median|медиан\p{L}*)(?!\p{L})/iu, "p50"],
  [/(?<!\p{L})(?:peak|max(?:imum)?)(?!\p{L})|(?<!\p{L})(?:пиков|максимальн|максимум)\p{L}*/iu, "max"],
  [/(?<!\p{L})min(?:imum)?(?!\p{L})|(?<!\p{L})минимальн\p{L}*/iu, "min"],
  [/(?<!\p{L})(?:std(?:dev)?|standard deviation|stdev|ско)(?!\p{L})/iu, "std"]
];
const percentile = /(?<![\p{L}\p{N}])p(\d{1,2}(?:\.\d+)?)(?![\p{L}\p{N}])|(?<!\p{N})(\d{1,2})(?:th|-й) (?:percentile|перцентиль)/iu;

/**
 * The statistic that a text names last; undefined when it names none. `none` when it names one that we do not know, or two that belong
 * together (`mean ± std`): the number is then not to be compared.
 */
export function statisticIn(text: string): Statistic | "none" | undefined {
  if (/(?:geometric|harmonic|weighted|trimmed|геометрич\p{L}+|гармонич\p{L}+|взвешенн\p{L}+)\s/iu.test(text)) return "none";
  const [, short, long] = percentile.exec(text) ?? [];
  const rank = short ?? long;
  if (rank !== undefined) {
    const found = statisticSchema.safeParse(`p${rank.replace(/^0(?=\d)/, "")}`);
    return found.success ? found.data : "none";
  }
  const found = statisticWords.filter(([pattern]) => pattern.test(text));
  return found.length > 1 ? "none" : found[0]?.[1];
}

const statisticBehind =
  /^[*`]*\s?[^\s,;(|]+\s(?:on\s|в\s)?(avg|average|mean|median|peak|max|min|maximum|minimum|среднем|максимум|минимум)(?!\p{L})/iu;

/** The statistic named right behind a number and its unit (`13.9 % avg`), else in the clause before it. */
export function statisticBeside(sentence: string, start: number, end: number): Statistic | "none" | undefined {
  const behind = statisticBehind.exec(sentence.slice(end))?.[1];
  if (behind !== undefined) return statisticIn(behind);
  const before = sentence.slice(0, start);
  const clause = Math.max(...[",", ";", "/", "(", "|"].map(mark => before.lastIndexOf(mark))) + 1;
  return statisticIn(before.slice(clause)) ?? (before.slice(clause).trim() === "" ? statisticIn(before) : undefined);
}

const aboutBefore =
  /(?:[~≈]|(?<!\p{L})(?:about|around|approximately|approx\.?|roughly|nearly|almost|circa|примерно|около|порядка|почти|приблизительно))\s*[*`]*$/iu;
const boundBefore =
  /(?:[<>≤≥]=?|(?<!\p{L})(?:over|under|below|above|than|least|most|to|exceed(?:s|ing)?|within|between|до|от|более|менее|свыше|выше|ниже|минимум|максимум))\s*[*`]*$/iu;
const boundBehind = /^[*`]*(?:\+|\s?[-–—]\s?[~≈]?\d|\s?\p{L}*\s?[-–—]\s?\d)/u;
const rangeBefore = /\d\s?\p{L}*\s?[-–—±]\s?$/u;
const boundWords =
  /(?<!\p{L})(?:target|goal|expect(?:ed)?|should|require[sd]?|requirement|budget|limit|threshold|if|could|would|estimated?|est|projected?|typical(?:ly)?|theoretical|цел\p{L}+|ожида\p{L}+|требу\p{L}+|порог\p{L}*|оценк\p{L}+|если)(?!\p{L})/iu;
const partWords =
  /(?<!\p{L})(?:warm(?:ed|up|-up)?|cold|first (?:prompt|call|request|run)|subsequent|exclud\p{L}+|initial|steady|after|spikes?|outliers?|прогрет\p{L}*|холодн\p{L}*|первы\p{L}+ (?:вызов|запрос)\p{L}*|без учёта)(?!\p{L})/iu;
const changeBefore = /[+−]\s*$/u;
const changeBehind =
  /^[*`]*\s?\S*\s?[*`]*(?:faster|slower|higher|lower|larger|smaller|more|less|gain|reduction|improvement|difference|drop|increase|decrease|degradation|overhead|saved|выше|ниже|быстрее|медленнее|больше|меньше)(?!\p{L})/iu;
const versusWords = /(?<!\p{L})(?:vs\.?|versus|compared|than|against|instead of|rather|против|чем|вместо)(?!\p{L})|->|→/iu;

/** Why the number at `start` … `end` of a sentence is not a plain value; undefined when it is one. `context`: headings of row and column. */
export function hedgeAt(sentence: string, start: number, end: number, context = ""): Hedge | undefined {
  const [before, behind] = [sentence.slice(0, start), sentence.slice(end)];
  if (changeBefore.test(before) || changeBehind.test(behind) || /^[+−]/.test(sentence.slice(start, end))) return "change";
  if (boundBefore.test(before) || boundBehind.test(behind) || rangeBefore.test(before)) return "bound";
  const clause = `${context} ${ownClause(sentence, start, end)}`;
  if (boundWords.test(context === "" ? sentence : clause)) return "bound";
  if (versusWords.test(context === "" ? sentence : clause)) return "versus";
  if (partWords.test(context === "" ? sentence : clause)) return "part";
  return aboutBefore.test(before) ? "about" : undefined;
}

const conditionWords =
  /(?<!\p{L})(?:at|with|for|on|in|under|using|when|during|across|over|before|per|while|by|via|при|для|на|в|во|с|со|под|за|через)\s+(?!§|average\b|среднем)(?:the\s+|model\s+|модели\s+|варианта\s+)?(?!§)[\p{L}\p{N}*`]/iu;

/** Whether a sentence, its known names and settings replaced by `§`, holds under some other condition. */
export const hasCondition = (sentence: string): boolean => conditionWords.test(sentence);

/** What stands between the marks around a number, and brackets right behind it that hold no number of their own. */
function ownClause(cell: string, start: number, end: number): string {
  const before = cell.slice(0, start);
  const from = Math.max(...[",", ";", "("].map(mark => before.lastIndexOf(mark))) + 1;
  const to = /[,;()]/.exec(cell.slice(end))?.index ?? cell.length - end;
  const brackets = /^[^,;(]{0,20}\(([^)\d]*)\)/.exec(cell.slice(end))?.[1] ?? "";
  return `${cell.slice(from, end + to)} ${brackets}`;
}
