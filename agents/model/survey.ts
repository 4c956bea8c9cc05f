import {openConnection} from "./connection.ts";
import {ollamaHost, shownAddress} from "./ollama-host.ts";
import {ollamaServer} from "./ollama-server.ts";
import type {ModelEffects} from "./port.ts";

/** An Ollama server before a model of it is named. */
export interface Survey {
  server: string;
  serverVersion: string;
  /** Names of its models. */
  models: string[];
}

/** What an Ollama server is and has. @throws ModelUnavailableError; the signal's reason when aborted. */
export async function surveyOllama(baseUrl: string | undefined, effects: ModelEffects, signal?: AbortSignal): Promise<Survey> {
  const connection = openConnection(ollamaHost(baseUrl, effects.environment), effects.wireLog);
  try {
    const server = ollamaServer(connection);
    const serverVersion = await server.version(signal);
    const models = await server.models(signal);
    return {server: shownAddress(connection.baseUrl), serverVersion, models: models.map(({name}) => name)};
  } finally {
    await connection.close();
  }
}
