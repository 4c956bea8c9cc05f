import {ModelUnavailableError} from "./errors.ts";

const defaultPort = "11434";

/**
 * Base URL of the Ollama server, without a slash at the end. `asked` (`--base-url`) comes before `OLLAMA_HOST`, which may be anything that
 * Ollama itself takes: `0.0.0.0` (a listening address: asked at 127.0.0.1), `:8080`, `host`, `host:port`, `[::1]`, `::1`, with or without
 * scheme and path. Without a scheme the port is 11434, with one the scheme's.
 * https://github.com/ollama/ollama/blob/main/envconfig/config.go
 * @throws ModelUnavailableError `model-host-not-valid` naming the text.
 */
export function ollamaHost(asked: string | undefined, environment: Readonly<Record<string, string | undefined>>): string {
  const text = unquoted(asked ?? environment["OLLAMA_HOST"] ?? "");
  const [, scheme, rest = ""] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/is.exec(text) ?? [];
  const [, authority = "", path = ""] = /^([^/]*)(\/[^?#]*)?/.exec(rest) ?? [];
  const [host, port] = hostAndPort(authority.slice(authority.lastIndexOf("@") + 1));
  const credentials = authority.slice(0, authority.lastIndexOf("@") + 1);
  const fallback = scheme === undefined ? `:${defaultPort}` : "";
  const url = `${scheme ?? "http"}://${credentials}${reachable(host)}${port === undefined ? fallback : `:${port}`}${path}`;
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    throw new ModelUnavailableError("model-host-not-valid", `${text}: no address of a server; expected such as 127.0.0.1:11434`, {
      values: {address: text}
    });
  }
  return parsed.href.replace(/\/+$/, "");
}

/** An address as it may be shown: no user, no password. */
export function shownAddress(baseUrl: string): string {
  const url = new URL(baseUrl);
  url.username = "";
  url.password = "";
  return url.href.replace(/\/+$/, "");
}

const unquoted = (text: string): string => text.trim().replace(/^(["'])(.*)\1$/s, "$2");

function hostAndPort(authority: string): [string, string | undefined] {
  const bracketed = /^\[(.*)\](?::(\d+))?$/.exec(authority);
  if (bracketed !== null) return [`[${bracketed[1] ?? ""}]`, bracketed[2]];
  if ((authority.match(/:/g) ?? []).length > 1) return [`[${authority}]`, undefined];
  const [, host = "", port] = /^(.*?)(?::(\d*))?$/s.exec(authority) ?? [];
  return [host, port === "" ? undefined : port];
}

function reachable(host: string): string {
  if (host === "" || host === "0.0.0.0") return "127.0.0.1";
  return host === "[::]" || host === "[::0]" ? "[::1]" : host;
}
