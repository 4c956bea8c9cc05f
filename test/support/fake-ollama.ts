import {createServer, type IncomingMessage, type ServerResponse} from "node:http";
import type {AddressInfo, Socket} from "node:net";
import {setTimeout as pause} from "node:timers/promises";
import {recorded} from "./wire-recording.ts";

/** What the server does with one chat. */
export type ChatAnswer =
  | {kind: "recording"; name: string}
  /** A whole reply, in pieces; `last` goes over the last line's fields, null leaves one out. `pauseMs` between pieces. */
  | {kind: "reply"; text: string; thinking?: string; last?: Record<string, unknown>; pauseMs?: number}
  | {kind: "raw"; status: number; body: string; headers?: Record<string, string>}
  /** Never answers. */
  | {kind: "hang"}
  /** Sends this much, then nothing more. */
  | {kind: "hang-after"; text: string}
  /** Closes the connection, before or in the middle of the reply. */
  | {kind: "reset"}
  | {kind: "cut"; text: string}
  /** Sends this again and again. */
  | {kind: "endless"; text: string}
  /** Five million characters without a line feed. */
  | {kind: "endless-line"}
  /** Lines as they are; the body then ends cleanly. */
  | {kind: "lines"; lines: string[]};

export interface SeenRequest {
  method: string;
  path: string;
  body: Record<string, unknown>;
  headers: IncomingMessage["headers"];
  /** Milliseconds after which the client was gone before the reply had ended. */
  closedAfterMs?: number;
}

export interface FakeOllama {
  url: string;
  requests: SeenRequest[];
  /** Chats with messages, in order. */
  chats: () => SeenRequest[];
  connections: () => number;
  close: () => Promise<void>;
}

interface FakeOptions {
  /** Recordings that answer the questions beside chat, by path. */
  answers?: Record<string, string>;
  /** Answer of the chat with this number, 0 = first. */
  chat: (index: number, body: Record<string, unknown>) => ChatAnswer;
}

const usualAnswers: Record<string, string> = {
  "/": "ollama-0.24.0/root",
  "/api/version": "ollama-0.24.0/version",
  "/api/tags": "ollama-0.24.0/tags",
  "/api/show": "ollama-0.24.0/show-gemma3",
  "/api/ps": "ollama-0.24.0/ps-gemma3-num-ctx-1024"
};

/** Counts a reply of ours states, unless told otherwise: about what `gemma3` counts. */
const tokensOf = (text: string): number => Math.max(1, Math.round(text.length / 2.8));

/** An Ollama server that replays recordings and breaks in every known way. */
export async function startFakeOllama({answers = {}, chat}: FakeOptions): Promise<FakeOllama> {
  const requests: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  let chats = 0;
  const server = createServer(async (request, response) => {
    const seen = await seenRequest(request);
    requests.push(seen);
    const start = performance.now();
    response.on("close", () => {
      if (!response.writableEnded) seen.closedAfterMs = performance.now() - start;
    });
    const path = seen.path;
    const answer = {...usualAnswers, ...answers}[path];
    if (path === "/api/chat" && isLoad(seen.body)) return replay(response, "ollama-0.24.0/chat-empty-messages-load");
    if (path === "/api/chat") return await answerChat(response, seen.body, chat(chats++, seen.body));
    return replay(response, answer ?? "ollama-0.24.0/unknown-path");
  });
  server.on("connection", socket => {
    connections += 1;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    chats: () => requests.filter(({path, body}) => path === "/api/chat" && !isLoad(body)),
    connections: () => connections,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise(resolve => server.close(() => resolve()));
    }
  };
}

const isLoad = ({messages}: Record<string, unknown>): boolean => !Array.isArray(messages) || messages.length === 0;

async function seenRequest(request: IncomingMessage): Promise<SeenRequest> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  const body = text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
  return {method: request.method ?? "", path: request.url ?? "", body, headers: request.headers};
}

function replay(response: ServerResponse, name: string): void {
  const {status, headers, chunks, isAborted} = recorded(name);
  if (status === null) {
    response.socket?.destroy();
    return;
  }
  response.writeHead(status, headers);
  for (const chunk of chunks) response.write(chunk);
  if (isAborted) setTimeout(() => response.socket?.destroy(), 20);
  else response.end();
}

async function answerChat(response: ServerResponse, body: Record<string, unknown>, answer: ChatAnswer): Promise<void> {
  const model = body["model"];
  const line = (fields: Record<string, unknown>): string => `${JSON.stringify({model, created_at: "2026-11-25T02:15:57Z", ...fields})}\n`;
  const piece = (content: string): string => line({message: {role: "assistant", content}, done: false});
  const begin = (): void => void response.writeHead(200, {"content-type": "application/x-ndjson"});
  switch (answer.kind) {
    case "recording":
      return replay(response, answer.name);
    case "raw":
      response.writeHead(answer.status, {"content-type": "application/json", ...answer.headers});
      response.end(answer.body);
      return;
    case "hang":
      return;
    case "hang-after":
      begin();
      response.write(piece(answer.text));
      return;
    case "reset":
      response.socket?.resetAndDestroy();
      return;
    case "cut":
      begin();
      response.write(piece(answer.text));
      setTimeout(() => response.socket?.destroy(), 20);
      return;
    case "endless":
      begin();
      while (!response.destroyed) {
        response.write(piece(answer.text));
        await pause(1);
      }
      return;
    case "endless-line":
      begin();
      response.end("x".repeat(5_000_000));
      return;
    case "lines":
      begin();
      response.end(answer.lines.join("\n"));
      return;
    case "reply": {
      begin();
      if (answer.thinking !== undefined)
        response.write(line({message: {role: "assistant", content: "", thinking: answer.thinking}, done: false}));
      for (const part of answer.text.match(/[\s\S]{1,12}/gu) ?? []) {
        response.write(piece(part));
        if (answer.pauseMs !== undefined) await pause(answer.pauseMs);
      }
      response.end(line({message: {role: "assistant", content: ""}, ...lastLine(body, answer)}));
    }
  }
}

function lastLine(
  {messages}: Record<string, unknown>,
  {text, last = {}}: {text: string; last?: Record<string, unknown>}
): Record<string, unknown> {
  const prompt = Array.isArray(messages) ? messages.map(message => String(Reflect.get(message as object, "content"))).join("") : "";
  const fields = {
    done: true,
    done_reason: "stop",
    total_duration: 900e6,
    load_duration: 120e6,
    prompt_eval_count: tokensOf(prompt) + 12,
    prompt_eval_duration: 300e6,
    eval_count: tokensOf(text),
    eval_duration: 400e6,
    ...last
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
