const switches = ["LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2"];

/**
 * LangChain posts every prompt and answer to LangSmith when one of these is set in the user's shell. It reads them at each call, so they are
 * off before every one: nothing leaves for anywhere but the configured server.
 */
export function forbidTracing(environment: Record<string, string | undefined>): void {
  for (const name of switches) environment[name] = "false";
}

/** Role and text of each message, in the form that any copy of LangChain takes. */
export function messagesOf({system, user}: {system?: string; user: string}): ["system" | "human", string][] {
  return system === undefined || system === ""
    ? [["human", user]]
    : [
        ["system", system],
        ["human", user]
      ];
}
