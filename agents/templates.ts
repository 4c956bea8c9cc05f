import Handlebars from "handlebars";

/** A template that has been compiled: takes its data, gives text. */
export type Template = (data: unknown) => string;

/** `none`: the data are already safe for the target (Markdown); `html`: every value is escaped. */
export type Escape = "none" | "html";

/**
 * Handlebars set up once: a missing value and an unknown helper throw, no prototype is looked into. Templates can be edited by
 * users, so an error names the template. @throws Error `<name>: <problem>` when compiling or filling goes wrong.
 */
export function template(name: string, source: string, escape: Escape): Template {
  const handlebars = Handlebars.create();
  const compiled = handlebars.compile(source, {strict: true, noEscape: escape === "none", knownHelpersOnly: true, preventIndent: true});
  return data => {
    try {
      return compiled(data);
    } catch (error) {
      throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`, {cause: error});
    }
  };
}
