/** Where a model may be asked; `auto` is the first that answers. */
export const providers = ["none", "auto", "ollama", "llamacpp", "openai"] as const;

/** What a report is written as; `json` always is. */
export const formats = ["md", "html", "json", "pdf", "docx", "csv"] as const;

/** What is written where nobody says it. */
export const defaultFormats = ["md", "html", "json"] as const;
