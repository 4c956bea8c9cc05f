/** The prompts of a pack and where each one's text goes. */
export const promptNames = ["collector", "analyst", "writer", "repair"] as const;
export type PromptName = (typeof promptNames)[number];

interface PromptVariables {
  /** All that may be used. The prompts of `chimera` say what each one holds. */
  known: readonly string[];
  /** Without these the model would not see what it is asked about. */
  required: readonly string[];
}

/** `sentences[].text` is `text` inside `{{#each sentences}}`, `issues[]` is `this` inside `{{#each issues}}`. */
export const promptVariables: Readonly<Record<PromptName, PromptVariables>> = {
  collector: {
    known: ["language", "metrics", "metrics[]", "fields", "fields[].number", "fields[].name", "fields[].values"],
    required: ["language", "metrics[]", "fields[].number", "fields[].name"]
  },
  analyst: {
    known: [
      "language",
      "findings",
      "findings[].number",
      "findings[].text",
      "findings[].causes",
      "findings[].causes[].code",
      "findings[].causes[].text"
    ],
    required: ["language", "findings[].number", "findings[].text", "findings[].causes[].code"]
  },
  writer: {
    known: ["language", "section", "sentences", "sentences[].number", "sentences[].text"],
    required: ["language", "sentences[].number", "sentences[].text"]
  },
  repair: {known: ["user", "issues", "issues[]", "reply"], required: ["user", "issues[]"]}
};
