import {Agent, fetch, type Response} from "undici";
import {ModelUnavailableError} from "./errors.ts";
import {shownAddress} from "./ollama-host.ts";
import type {WireEntry} from "./port.ts";

/** The only way out: requests to one server. */
export interface Connection {
  readonly baseUrl: string;
  /** @throws ModelUnavailableError when the server cannot be reached, goes away or sends us elsewhere; the signal's reason when aborted. */
  request: (path: string, init: ConnectionInit) => Promise<Answer>;
  /** Closes all sockets at once. */
  close: () => Promise<void>;
}

/** An answer whose body is still to come: read as a whole by `text`, which throws like `request`, or in pieces from `body`. */
export interface Answer {
  status: number;
  headers: {get: (name: string) => string | null};
  body: AsyncIterable<Uint8Array> | null;
  text: () => Promise<string>;
}

export interface ConnectionInit {
  method?: "GET" | "POST";
  body?: string;
  headers?: Record<string, string>;
  signal: AbortSignal;
}

const connectSeconds = 5;

/**
 * A user and password of the address are sent as basic authorization: fetch refuses them in a URL. `baseUrl` comes back without them.
 * Waits for headers and body as long as the caller's signal allows: the prompt of a slow machine takes more than Node's 300 s.
 */
export function openConnection(address: string, wireLog?: (entry: WireEntry) => void): Connection {
  const baseUrl = shownAddress(address);
  const authorization = basicAuthorization(address);
  const dispatcher = new Agent({headersTimeout: 0, bodyTimeout: 0, connect: {timeout: connectSeconds * 1000}});
  return {
    baseUrl,
    request: async (path, {signal, ...init}) => {
      signal.throwIfAborted();
      if (init.body !== undefined) wireLog?.({direction: "sent", path, text: init.body});
      const headers = {...authorization, ...init.headers};
      const options = {...init, headers, signal, dispatcher, redirect: "manual"} as const;
      const broken = (error: unknown): never => {
        throw networkError(error, baseUrl, signal);
      };
      const response = await fetch(`${baseUrl}${path}`, options).catch(broken);
      if (response.status < 300 || response.status > 399) {
        const {status, headers: received, body} = response;
        return {status, headers: received, body, text: () => response.text().catch(broken)};
      }
      await response.body?.cancel();
      throw redirected(baseUrl, response);
    },
    close: () => dispatcher.destroy()
  };
}

function basicAuthorization(address: string): Record<string, string> {
  const {username, password} = new URL(address);
  if (username === "") return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return {authorization: `Basic ${Buffer.from(pair).toString("base64")}`};
}

/** What a failure of the network means to the user. The signal's reason comes first: aborting shows as a network error too. */
export function networkError(error: unknown, baseUrl: string, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  const code = networkCode(error);
  const address = shownAddress(baseUrl);
  const details = {values: {address, reason: code}, cause: error};
  return unreachable.has(code)
    ? new ModelUnavailableError("model-server-unreachable", `${address}: no server answers (${code}); start it or give --base-url`, details)
    : new ModelUnavailableError("model-server-gone", `${address}: the connection broke (${code}); see the server's log`, details);
}

const unreachable: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "EACCES",
  "EPERM",
  "UND_ERR_CONNECT_TIMEOUT",
  "ETIMEDOUT"
]);

/** The innermost code: fetch wraps the socket's error, and several addresses give an AggregateError. */
function networkCode(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    const inner = current instanceof AggregateError ? current.errors[0] : current;
    const code: unknown = inner instanceof Error ? Reflect.get(inner, "code") : undefined;
    if (typeof code === "string") return code;
  }
  return error instanceof Error ? error.name : "unknown";
}

function redirected(baseUrl: string, {status}: Response): ModelUnavailableError {
  const address = shownAddress(baseUrl);
  const message = `${address}: the server sends us elsewhere (status ${status}); give the final address with --base-url`;
  return new ModelUnavailableError("model-server-redirects", message, {values: {address, status: String(status)}});
}
