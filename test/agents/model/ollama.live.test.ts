import {afterAll, describe, expect, it} from "vitest";
import {openOllama} from "../../../agents/model/ollama.ts";
import {ollamaServer} from "../../../agents/model/ollama-server.ts";
import {openConnection} from "../../../agents/model/connection.ts";
import {ollamaHost} from "../../../agents/model/ollama-host.ts";
import type {ModelPort} from "../../../agents/model/port.ts";
import {modelEffects} from "../../support/model-effects.ts";

const baseUrl = process.env["CHIMERA_LIVE_OLLAMA"] ?? "";
const open: {close: () => Promise<void>}[] = [];

afterAll(async () => {
  await Promise.all(open.map(one => one.close()));
});

describe.skipIf(baseUrl === "")("ollama, a real server (needs CHIMERA_LIVE_OLLAMA, a base URL)", () => {
  const opened = async (): Promise<ModelPort> => {
    const connection = openConnection(ollamaHost(baseUrl, {}));
    const [first] = await ollamaServer(connection).models();
    const port = openOllama(
      {baseUrl, model: first?.name ?? "", options: {num_ctx: 512, temperature: 0}, timeoutSeconds: 120},
      modelEffects()
    );
    open.push(connection, port);
    return port;
  };

  it("knows digest and windows of a loaded model", {timeout: 150_000}, async () => {
    const description = await (await opened()).load();
    expect(description.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(description.window.effective).toBeGreaterThan(0);
  });

  it("refuses a prompt over the window instead of cutting it", {timeout: 150_000}, async () => {
    const port = await opened();
    const {window} = await port.load();
    const user = "The river is wide. ".repeat(window.effective ?? 512);
    await expect(port.complete({agent: "writer", attempt: 1, user, maxTokens: 8})).rejects.toMatchObject({code: "model-prompt-too-long"});
  });
});
