import Handlebars from "handlebars";

/** A template that has been compiled: takes its data, gives text. */
export type Template = (data: unknown) => string;

/** `none`: the data are already safe for the target (Markdown); `html`: every value is escaped. */
export type Escape = "none" | "html";

/** A text and the names of the pieces that are put around it, innermost first, with what those pieces print beside it. */
export interface Item {
  content: string;
  in: readonly string[];
}

/** Markup made by code, put into an `html` template as it is. Never for text that came from outside. */
export const raw = (markup: string): {toHTML: () => string} => new Handlebars.SafeString(markup);

type Fill = Handlebars.TemplateDelegate;

/**
 * Handlebars set up once: a missing value and an unknown helper throw, no prototype is looked into. Templates can be edited by
 * users, so an error names the template. Two helpers beside the built-in ones: `{{#define "code"}}<code>{{content}}</code>{{/define}}`
 * names a piece, `{{items list}}` prints a list of `Item`, each within its pieces (a partial for each would take ten times as long).
 * @throws Error `<name>: <problem>` when compiling or filling goes wrong.
 */
export function template(name: string, source: string, target: Escape): Template {
  const handlebars = Handlebars.create();
  const pieces = new Map<string, Fill>();
  handlebars.registerHelper("define", (piece: string, {fn}: Handlebars.HelperOptions) => {
    pieces.set(piece, fn);
    return "";
  });
  handlebars.registerHelper("items", (list: readonly Item[], {data}: Handlebars.HelperOptions) => {
    const texts = list.map(({content, ...item}) =>
      item.in.length === 0
        ? escaped(content, target)
        : item.in.reduce<Content>((inner, piece) => within(pieces, piece, {...item, content: inner}, data), content)
    );
    return new Handlebars.SafeString(texts.join(""));
  });
  const compiled = handlebars.compile(source, {
    strict: true,
    noEscape: target === "none",
    knownHelpers: {define: true, items: true},
    knownHelpersOnly: true,
    preventIndent: true
  });
  return data => {
    try {
      return compiled(data);
    } catch (error) {
      throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`, {cause: error});
    }
  };
}

type Content = string | Handlebars.SafeString;

const escaped = (text: string, target: Escape): string => (target === "html" ? Handlebars.escapeExpression(text) : text);

function within(pieces: ReadonlyMap<string, Fill>, name: string, item: {content: Content}, data: unknown): Handlebars.SafeString {
  const fill = pieces.get(name);
  if (fill === undefined) throw new Error(`no piece is defined as "${name}"`);
  return new Handlebars.SafeString(fill(item, {data}));
}

/** A variable that a template uses: `language`, `sentences`, `sentences[].text` inside `{{#each sentences}}`. */
export interface UsedVariable {
  path: string;
  /** Line of the template, 1 = first. */
  line: number;
}

/**
 * The variables of a template, as written, before it is filled. `{{this}}` of a list of texts is the list's `[]`; `@index` and the like are
 * none. @throws Error `<name>:<line>: <problem>` for a syntax error, a partial, or a helper other than each, if and unless.
 */
export function variablesOf(name: string, source: string): UsedVariable[] {
  const used: UsedVariable[] = [];
  const fail = (line: number, problem: string): never => {
    throw new Error(`${name}:${line}: ${problem}`);
  };
  const look = (expression: hbs.AST.Expression, scopes: readonly string[]): string | undefined => {
    if (!isPath(expression) || (expression.data && expression.parts[0] !== "root")) return undefined;
    const parts = expression.data ? expression.parts.slice(1) : expression.parts;
    const scope = expression.data ? "" : (scopes[scopes.length - 1 - expression.depth] ?? "");
    const path = [scope, ...parts].filter(part => part !== "").join(".");
    if (path !== "") used.push({path, line: expression.loc.start.line});
    return path;
  };
  const walk = (program: hbs.AST.Program | undefined, scopes: readonly string[]): void => {
    for (const statement of program?.body ?? []) {
      const {line} = statement.loc.start;
      if (isMustache(statement)) {
        if (statement.params.length > 0) fail(line, `there is no helper ${nameOf(statement.path)}; there are: each, if, unless`);
        look(statement.path, scopes);
      } else if (isBlock(statement)) {
        const helper = nameOf(statement.path);
        if (!["each", "if", "unless"].includes(helper)) fail(line, `there is no helper ${helper}; there are: each, if, unless`);
        const path = statement.params[0] === undefined ? undefined : look(statement.params[0], scopes);
        walk(statement.program, helper === "each" ? [...scopes, `${path ?? ""}[]`] : scopes);
        walk(statement.inverse, scopes);
      } else if (statement.type !== "ContentStatement" && statement.type !== "CommentStatement") {
        fail(line, "only variables, each, if and unless may be used");
      }
    }
  };
  walk(parsedTemplate(name, source), [""]);
  return used;
}

function parsedTemplate(name: string, source: string): hbs.AST.Program {
  try {
    return Handlebars.parse(source);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const line = /line (\d+)/.exec(message)?.[1] ?? "1";
    throw new Error(`${name}:${line}: ${message.split("\n").at(-1) ?? ""}`, {cause: error});
  }
}

const isPath = (node: hbs.AST.Node): node is hbs.AST.PathExpression => node.type === "PathExpression";
const isMustache = (node: hbs.AST.Node): node is hbs.AST.MustacheStatement => node.type === "MustacheStatement";
const isBlock = (node: hbs.AST.Node): node is hbs.AST.BlockStatement => node.type === "BlockStatement";
const nameOf = (node: hbs.AST.Node): string => (isPath(node) ? node.original : node.type);
