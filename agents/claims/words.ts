import {type Unit, writtenUnit} from "../contracts/index.ts";

/** What a written unit means; base = written * factor. */
export interface ClaimUnit {
  unit: Unit;
  factor: number;
}

/** Units as people write them in English and Russian prose; what programs write is in the contracts' table. */
const proseUnits: readonly (readonly [words: string, unit: Unit, factor: number])[] = [
  ["нс nanoseconds наносекунд", "s", 1e-9],
  ["мкс microseconds микросекунд", "s", 1e-6],
  ["мс millisecond milliseconds миллисекунд миллисекунды миллисекунда", "s", 1e-3],
  ["с сек second секунд секунды секунда секунду", "s", 1],
  ["мин minute минут минуты минута минуту", "s", 60],
  ["ч hour hours часов часа час", "s", 3600],
  ["day days день дня дней сутки суток", "s", 86_400],
  ["week weeks неделя недели недель неделю", "s", 604_800],
  ["байт байта", "B", 1],
  ["КБ", "B", 1e3],
  ["МБ", "B", 1e6],
  ["ГБ", "B", 1e9],
  ["КиБ", "B", 1024],
  ["МиБ", "B", 1024 ** 2],
  ["ГиБ", "B", 1024 ** 3],
  ["tokens/second tok/sec tps ток/с токен/с токена/с токенов/с токенов/сек ток./с", "tok/s", 1],
  ["запр/с запрос/с запроса/с запросов/с", "req/s", 1],
  ["watt watts Вт ватт ватта", "W", 1],
  ["Дж", "J", 1],
  ["процент процента процентов", "fraction", 0.01],
  ["× times раз раза", "x", 1]
];
const byWord: ReadonlyMap<string, ClaimUnit> = new Map(
  proseUnits.flatMap(([words, unit, factor]) => words.split(" ").map(word => [word.toLowerCase(), {unit, factor}] as const))
);

/** Units of several words, as patterns at the beginning of a text. */
const phrases: readonly (readonly [pattern: RegExp, unit: Unit])[] = [
  [/^(?:tokens?|tok) per sec(?:ond)?(?!\p{L})/iu, "tok/s"],
  [/^токен(?:а|ов)? в секунду(?!\p{L})/iu, "tok/s"],
  [/^requests? per sec(?:ond)?(?!\p{L})/iu, "req/s"],
  [/^запрос(?:а|ов)? в секунду(?!\p{L})/iu, "req/s"],
  [/^(?:degrees )?°\s?C(?!\p{L})/iu, "°C"]
];

/** Units that are other words too: `8B` counts parameters, `h` and `c` name variables, `min` is the smallest. */
const ambiguous: ReadonlySet<string> = new Set(["b", "h", "c", "j", "min", "hz"]);

/** The unit a text begins with and its length; undefined when it begins with none. */
export function unitAtStart(text: string): (ClaimUnit & {length: number}) | undefined {
  for (const [pattern, unit] of phrases) {
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) return {unit, factor: 1, length: found.length};
  }
  const word = /^(?:%|[\p{L}µ×°]+\.?(?:\/\p{L}+)?)/u.exec(text)?.[0] ?? "";
  const found = unitOfWord(word) ?? unitOfWord(word.replace(/\.$/, ""));
  const isPartOfName = /^[\p{N}_]/u.test(text.slice(word.length));
  return found === undefined || isPartOfName ? undefined : {...found, length: word.length};
}

/** A word by itself as a unit. */
export function unitOfWord(word: string): ClaimUnit | undefined {
  const key = word.toLowerCase();
  return ambiguous.has(key) ? undefined : (byWord.get(key) ?? writtenUnit(word));
}

/** Names of metrics in prose. Where a name has several, the unit decides; without a unit only a name with one is taken. */
export const metricWords: readonly {metrics: readonly string[]; pattern: RegExp}[] = [
  {metrics: ["ttft"], pattern: /\bttft\b|(?:time[ -]to[ -])?first[ -]token|до первого токена/giu},
  {metrics: ["tpot"], pattern: /\btpot\b|time per output token|время на (?:выходной )?токен/giu},
  {metrics: ["itl"], pattern: /\bitl\b|inter[ -]token|между токенами/giu},
  {metrics: ["compile_time"], pattern: /compil(?:e|ation)[ -]times?|время компиляции|времени компиляции/giu},
  {
    metrics: ["load_time"],
    pattern: /(?:model )?\bload(?:ing)?(?:[ -](?:times?|duration))?\b|(?:время|времени) загрузки|загрузк[аиу] модели/giu
  },
  {metrics: ["prompt_tokens"], pattern: /prompt[ _](?:eval[ _]count|tokens)|input tokens|токен\p{L}* промпта/giu},
  {metrics: ["output_tokens"], pattern: /(?<!prompt[ _])eval[ _]count|(?:output|generated|completion) tokens|tokens generated/giu},
  {metrics: ["response_chars"], pattern: /response[ _]chars/giu},
  {
    metrics: ["prefill_throughput", "prefill_time"],
    pattern: /prefill|prompt (?:eval(?![ _]count)|evaluation|processing)|обработк[аиу] (?:запроса|промпта|подсказки)|префилл/giu
  },
  {
    metrics: ["decode_throughput"],
    pattern:
      /throughput|generation (?:speed|rate)|eval rate|tokens? ?(?:\/|per) ?s(?:ec(?:ond)?)?\b|tok\/s|скорост[ьи] (?:генерации|вывода|декодирования)|пропускн\p{L}+ способност\p{L}+/giu
  },
  {metrics: ["decode_time", "decode_throughput"], pattern: /\bdecod(?:e|ing)\b|декодировани\p{L}+/giu},
  {metrics: ["total_time"], pattern: /(?:total|generation|response) (?:time|duration)s?|полное время|время (?:ответа|генерации)/giu},
  {metrics: ["latency"], pattern: /latenc(?:y|ies)|задержк\p{L}+/giu},
  {metrics: ["perplexity"], pattern: /perplexity|\bppl\b|перплекси\p{L}+/giu},
  {metrics: ["accuracy"], pattern: /accuracy|точност\p{L}+/giu},
  {metrics: ["loss"], pattern: /\bloss\b/giu},
  {metrics: ["gpu_memory_used", "x.gpu_memory"], pattern: /gpu memory|\bvram\b|видеопамят\p{L}+|памят\p{L}+ gpu/giu},
  {metrics: ["gpu_utilization", "gpu_memory_used", "gpu_temperature", "power"], pattern: /\bgpu(?: util(?:ization|isation)?| usage)?\b/giu},
  {metrics: ["cpu_utilization"], pattern: /\bcpu(?: util(?:ization|isation)?| usage)?\b|загрузк\p{L}+ процессора/giu},
  {metrics: ["memory_utilization", "memory_used"], pattern: /memory|\bram\b|памят\p{L}+/giu},
  {metrics: ["gpu_temperature"], pattern: /temperature|температур\p{L}+/giu},
  {metrics: ["power"], pattern: /power(?: draw)?|мощност\p{L}+/giu},
  {metrics: ["model_size"], pattern: /(?:model |file )?size\b|размер\p{L}* (?:модели|файла)/giu},
  {metrics: ["success_rate"], pattern: /success rate|доля успешн\p{L}+/giu},
  {metrics: ["speedup"], pattern: /speed-?up|ускорени\p{L}+/giu}
];

/** What is counted: the noun stands behind the number, with two words between at most. */
export const countedNouns: readonly (readonly [pattern: RegExp, metric: string])[] = [
  [/^files?(?!\p{L})|^файл/iu, "files"],
  [/^(?:runs?|attempts?|requests?|calls?)(?!\p{L})|^(?:запуск|прогон|попыт|запрос|вызов)/iu, "attempts"],
  [/^tokens?(?!\p{L})|^токен/iu, "output_tokens"]
];

/** Words before or behind a number that make it a setting. */
export const settingBefore =
  /(?:context(?: size| window| length)?|ctx|temp(?:erature)?|batch(?: size)?|threads?|layers?|concurrency|seed|top[_-][pk]|контекст\p{L}*|температур\p{L}+|пакет\p{L}*|поток\p{L}*|сло[её]в)(?:\s+(?:of|is))?\s*[=:]?\s*$/iu;
export const settingBehind =
  /^\s*(?:gpu )?(?:layers?|threads?|clients?|context|tokens? (?:of )?context|слоя|сло[её]в|поток\p{L}*|клиент\p{L}*)(?!\p{L})/iu;

/** Headings of settings in hand-made tables, beside the keys and aliases of the vocabulary. */
export const settingHeadings: Readonly<Record<string, string>> = {
  "gpu layers": "num_gpu",
  layers: "num_gpu",
  context: "num_ctx",
  "context size": "num_ctx",
  temp: "temperature",
  temperature: "temperature",
  threads: "threads",
  batch: "batch",
  "batch size": "batch",
  контекст: "num_ctx",
  температура: "temperature",
  потоки: "threads"
};

/**
 * Text that holds digits and claims nothing: addresses, paths, dates, times, versions, names of machines, numbers of chapters. The pattern is
 * looked for only where its `hint` is, since it is slow.
 */
export const notClaimed: readonly {hint: RegExp; pattern: RegExp}[] = [
  {hint: /:\/\//, pattern: /\b[a-z]+:\/\/\S+/giu},
  {hint: /[\\/].*\.\p{L}/u, pattern: /(?:[\p{L}\p{N}_.~{}*-]*[\\/])+[\p{L}\p{N}_.{}*-]*\.\p{L}{1,5}(?!\p{L})/giu},
  {
    hint: /\.(?:md|json|csv|txt|py|ts|js|log|ya?ml|gguf|onnx)/i,
    pattern: /[\p{L}\p{N}_.-]+\.(?:md|json|jsonl|csv|txt|py|ts|js|log|ya?ml|gguf|onnx)(?!\p{L})/giu
  },
  {
    hint: /\d[-./]\d/,
    pattern: /\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?|\b\d\d?[./]\d\d?[./]\d{4}\b/gu
  },
  {hint: /\d:\d/, pattern: /\b\d{1,2}:\d\d(?::\d\d)?\b/gu},
  {
    hint: /jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec/i,
    pattern:
      /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}*\.? \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?|\b\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}*(?: \d{4})?/giu
  },
  {
    hint: /\d ?[а-я]/iu,
    pattern:
      /\d{1,2} (?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)\p{L}*(?: \d{4})?|(?<!\p{L})(?:19|20)\d\d ?(?:г\.|год\p{L}*)/giu
  },
  {hint: /\d\.\d+\.\d/, pattern: /\bv?\d+(?:\.\d+){2,}[\w.+-]*/giu},
  {
    hint: /python|cuda|torch|tensorrt|driver|node|ollama|version|верси|драйвер/iu,
    pattern: /(?:python|cuda|torch|pytorch|tensorrt|driver|node|ollama|version|верси\p{L}|драйвер\p{L}*)[ :=v]*\d+(?:\.\d+)*[\w.+-]*/giu
  },
  {
    hint: /\p{L}[ №#-]*\d/u,
    pattern:
      /\b(?:rtx|gtx|geforce|radeon|ryzen|core|xeon|epyc|tr|gen|report|table|figure|section|phase|step|chapter|appendix|раздел\p{L}*|таблиц\p{L}|рис\p{L}*\.?|шаг\p{L}*|глав\p{L}|отч[её]т\p{L}*)[ №#-]*\d+(?:\.\d+)*/giu
  },
  {
    hint: /^[\s>*#-]*\d/,
    pattern: /^\s*(?:[-*>]\s*)*(?:\*\*)?\d+(?:\.\d+)*[.)](?:\*\*)?(?=\s)|^\s*#+\s*(?:\*\*)?\d+(?:\.\d+)*\.?(?=\s)/gu
  }
];

/** Names of models, quantizations and ways of execution: what a number is about. */
export const subjectWords: readonly {key: "model" | "quantization" | "backend"; pattern: RegExp}[] = [
  {key: "model", pattern: /(?<![\w/])[A-Za-z][\w.-]*:(?:latest\b|\d+(?:\.\d+)?[bm]\b[\w.-]*)/giu},
  {
    key: "quantization",
    pattern: /(?<![\p{L}\p{N}_:.-])(?:i?q\d_(?:k_(?:xxs|xs|s|m|l|xl)|k|\d)|bf16|f16|f32|int8|int4|fp8|fp16)(?![\p{L}\p{N}_])/giu
  },
  {key: "backend", pattern: /(?<![\p{L}\p{N}_./-])(?:eager|jit|torch[_.]compile|inductor|onnx|tensorrt)(?![\p{L}\p{N}_])/giu}
];
