/** Words of error texts, in the order they are tried; the first that matches names the reason. */
const patterns: readonly (readonly [string, RegExp])[] = [
  ["incomplete", /^done: ?false|without done|stream (ended|cut)/i],
  ["timeout", /time[d -]?out|aborted|deadline exceeded|ETIMEDOUT/i],
  ["model_not_found", /model .*not found|no such model|unknown model|failed to load model|failed to open GGUF/i],
  ["context_exceeded", /context length|exceeds? the context|context window|input length/i],
  ["wrong_option", /must be of type|(invalid|unknown) option|argument for option/i],
  ["package_missing", /is not installed|cannot find a working|No module named|ModuleNotFoundError|ImportError/i],
  [
    "not_reachable",
    /ECONNREFUSED|connection refused|failed to connect|all connection attempts failed|No connection could be made|WinError 10061/i
  ],
  ["address_invalid", /WinError 10049|address is not valid/i],
  ["url_invalid", /URL is missing|invalid url|unsupported protocol/i],
  ["out_of_memory", /out of memory|\bOOM\b|cannot allocate/i],
  ["reset", /ECONNRESET|connection reset|socket hang up/i],
  ["encoding", /codec can't encode|UnicodeEncodeError|charmap/i]
];

/** Code of a failure reason (`timeout`, `model_not_found`, …), worded by the locale; `other` when no word is known: then the text is quoted. */
export function failureReason(reason: string): string {
  return patterns.find(([, pattern]) => pattern.test(reason))?.[0] ?? "other";
}
