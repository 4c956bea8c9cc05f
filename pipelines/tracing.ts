const switches = ["LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2"];

/**
 * LangChain posts every input and output to LangSmith when one of these is set in the user's shell (LIBRARIES, pitfall 11). Called before
 * it is imported: nothing leaves the machine.
 */
export function forbidTracing(environment: Record<string, string | undefined>): void {
  for (const name of switches) environment[name] = "false";
}
