/** Where a model may be asked; `auto` is the first that answers. */
export const providers = ["none", "auto", "ollama", "llamacpp", "openai"] as const;

/** What a report is written as; `json` always is. */
export const formats = ["md", "html", "json"] as const;

/** Formats that are promised and not built. */
export const laterFormats: readonly string[] = ["pdf", "docx", "csv"];
