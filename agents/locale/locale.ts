import type {z} from "zod";
import type {Fact, Labels, Note, Span} from "../contracts/index.ts";
import {type Argument, type Arguments, LocaleError, Messages, parsedYaml} from "./messages.ts";
import {type ProseWords, proseWordsSchema} from "./prose-words.ts";
import {type FactForm, factForms, Quantities} from "./quantities.ts";
import {code, joined, plain, text} from "./spans.ts";
import {subjectPhrase} from "./subjects.ts";
import {type LocaleWords, localeWordsSchema, noBreaks} from "./words.ts";

/** What the placeholders of a message are looked up in. */
export interface Scope {
  /** Role -> fact. */
  facts?: Readonly<Record<string, Fact>>;
  words?: Readonly<Record<string, string>>;
  /** String values of a note: names and quotes, lists of them, facts. */
  note?: {values: Note["values"]; fact: (id: string) => Fact};
  subject?: Labels;
  members?: readonly {facts: Readonly<Record<string, Fact>>; words: Readonly<Record<string, string>>; subject: Labels}[];
  /** Key of the members' messages: `finding.<kind>.<variant>.member`. */
  memberKey?: string;
  /** Anything else, by name. */
  more?: Readonly<Record<string, Argument>>;
}

/** Most names of a list that are printed. */
const MOST_NAMES = 8;

/** Most members that a headline names (`{members_few}`); the full text names all. */
const FEW_MEMBERS = 4;

/** One language: its messages, numbers and names. */
export class Locale {
  readonly name: string;
  readonly words: LocaleWords;
  readonly quantities: Quantities;
  readonly #messages: Messages;
  readonly #prose: string;
  #proseWords: ProseWords | undefined;

  constructor(name: string, words: LocaleWords, messages: Messages, prose = "") {
    this.name = name;
    this.words = words;
    this.quantities = new Quantities(name, words);
    this.#messages = messages;
    this.#prose = prose;
  }

  /** What the checks of a model's sentences know of the language; read when first asked for. @throws LocaleError when `prose.yaml` is missing or wrong. */
  get prose(): ProseWords {
    this.#proseWords ??= inForm(proseWordsSchema, this.name, "prose.yaml", this.#prose);
    return this.#proseWords;
  }

  has(key: string): boolean {
    return this.#messages.has(key);
  }

  /** All keys of the messages and the ICU text of one, for checks of a locale. */
  keys(): string[] {
    return this.#messages.keys();
  }

  source(key: string): string {
    return this.#messages.source(key);
  }

  /** A sentence as spans. @throws LocaleError when the message or one of the placeholders it reaches is missing. */
  message(key: string, scope: Scope = {}): Span[] {
    return this.#messages.spans(key, this.#arguments(scope));
  }

  /** A sentence as plain text, for the terminal. Numbers come formatted: a placeholder that is a number is shown as an integer. */
  text(key: string, values: Readonly<Record<string, string | number>> = {}): string {
    const args: Arguments = name => {
      const value = values[name];
      if (value !== undefined) return typeof value === "number" ? [text(this.integer(value))] : [text(value)];
      const [, base = "", suffix = ""] = /^(.*)_(plural|key)$/.exec(name) ?? [];
      const known = values[base];
      if (suffix === "plural" && typeof known === "number") return this.quantities.plural(known);
      return suffix === "key" && known !== undefined ? String(known) : undefined;
    };
    return plain(this.#messages.spans(key, args));
  }

  integer(value: number): string {
    return this.quantities.integer(value);
  }

  subject(labels: Labels, form: string): Span[] {
    return subjectPhrase(this.words, labels, form);
  }

  metric(name: string, form: string): string | undefined {
    return this.words.metrics[name]?.[form] ?? this.words.metrics[name]?.[this.words.forms[0] ?? ""];
  }

  /** The tool under the name the language has for it, else as it is. */
  tool(name: string): Span {
    const known = this.words.tools[name];
    return known === undefined ? code(name) : text(known);
  }

  phase(name: string, form: string): string | undefined {
    return this.words.phases[name]?.[form] ?? this.words.phases[name]?.[this.words.forms[0] ?? ""];
  }

  #arguments(scope: Scope): Arguments {
    return name =>
      scope.more?.[name] ??
      this.#note(scope.note, name) ??
      this.#fact(scope.facts, name) ??
      this.#word(scope.words, name) ??
      this.#subject(scope, name) ??
      this.#members(scope, name);
  }

  #fact(facts: Scope["facts"], name: string): Argument | undefined {
    const [, one = "", full, two = ""] = /^(.+?)(_full)?_beside_(.+)$/.exec(name) ?? [];
    const [side, other] = [facts?.[one], facts?.[two]];
    if (side !== undefined && other !== undefined) return this.quantities.beside(side, other, full === undefined ? undefined : "full");
    const [, first = "", last = "", wanted] = /^(.+)_to_(.+?)(?:_(times|change|number))?$/.exec(name) ?? [];
    const range = [facts?.[first], facts?.[last]].filter(fact => fact !== undefined);
    if (range.length === 2)
      return this.quantities.span(
        range,
        factForms.find(form => form === wanted)
      );
    const [role, form] = roleAndForm(facts, name);
    const fact = role === undefined ? undefined : facts?.[role];
    return fact === undefined ? undefined : this.quantities.fact(fact, form);
  }

  #word(words: Scope["words"], name: string): Argument | undefined {
    const value = words?.[name];
    if (value !== undefined) return name.endsWith("tool") ? [this.tool(value)] : [code(value)];
    const [, base = "", suffix = ""] = /^(.*)_([a-z]+)$/.exec(name) ?? [];
    const known = words?.[base];
    if (known === undefined) return undefined;
    if (suffix === "key") return known;
    if (base.endsWith("metric")) return textOr(this.metric(known, suffix));
    if (base.endsWith("phase")) return textOr(this.phase(known, suffix));
    const labels = this.words.labels[base];
    return labels === undefined ? undefined : this.subject({[base]: known}, suffix);
  }

  #note(note: Scope["note"], name: string): Argument | undefined {
    if (note === undefined) return undefined;
    const facts: Record<string, Fact> = {};
    for (const [key, value] of Object.entries(note.values)) {
      if (typeof value === "object" && "fact" in value) facts[key] = note.fact(value.fact);
    }
    const value = note.values[name];
    if (typeof value === "string") return this.#word({[name]: value}, name);
    if (Array.isArray(value)) return this.names(value, name.endsWith("tools"));
    if (typeof value === "object" && "facts" in value) {
      const parts = value.facts.map(id => asSpans(this.quantities.fact(note.fact(id), undefined)));
      const last = parts.pop() ?? [];
      return parts.length === 0 ? last : [...joined(parts, this.words.list.semicolon), text(this.words.list.and), ...last];
    }
    const strings = Object.fromEntries(
      Object.entries(note.values).flatMap(([key, item]) => (typeof item === "string" ? [[key, item]] : []))
    );
    return this.#fact(facts, name) ?? this.#word(strings, name);
  }

  /** Names in a row; of many the first ones. */
  names(all: readonly string[], areTools = false): Span[] {
    const shown = all.slice(0, MOST_NAMES).map(name => [areTools ? this.tool(name) : code(name)]);
    const spans = joined(shown, this.words.list.comma);
    return all.length > MOST_NAMES ? [...spans, text(this.words.list.more)] : spans;
  }

  #subject(scope: Scope, name: string): Argument | undefined {
    const form = /^subject_([a-z]+)$/.exec(name)?.[1];
    return form === undefined || scope.subject === undefined ? undefined : this.subject(scope.subject, form);
  }

  #members(scope: Scope, name: string): Argument | undefined {
    const {members, memberKey} = scope;
    if (members === undefined) return undefined;
    const suffix = /^members(_few)?(_[a-z]+)?$/.exec(name);
    if (suffix !== null && memberKey !== undefined) {
      const shown = suffix[1] === undefined ? members : members.slice(0, FEW_MEMBERS);
      const spans = joined(
        shown.map(member =>
          this.message(`${memberKey}${suffix[2] ?? ""}`, {
            ...scope,
            ...member,
            words: {...scope.words, ...member.words},
            facts: {...scope.facts, ...member.facts},
            members: []
          })
        ),
        this.words.list.semicolon
      );
      return shown.length < members.length ? [...spans, text(this.words.list.semicolon + this.words.list.more.trimStart())] : spans;
    }
    const [, wanted = "", isList] = /^all_(.+?)(_list)?$/.exec(name) ?? [];
    const [role, form] = roleAndForm(members[0]?.facts, wanted);
    const facts = role === undefined ? [] : members.flatMap(member => member.facts[role] ?? []);
    if (facts.length === 0) return undefined;
    return isList === undefined ? this.quantities.span(facts, form) : this.quantities.list(facts);
  }
}

/** `share_low_number` asks for `low_number`, not for `number` of a role `share_low`. */
const longestFirst = [...factForms].sort((a, b) => b.length - a.length);

function roleAndForm(facts: Scope["facts"], name: string): [string | undefined, FactForm | undefined] {
  if (facts === undefined) return [undefined, undefined];
  if (Object.hasOwn(facts, name)) return [name, undefined];
  const form = longestFirst.find(candidate => name.endsWith(`_${candidate}`));
  if (form === undefined) return [undefined, undefined];
  const role = name.slice(0, -form.length - 1);
  return Object.hasOwn(facts, role) ? [role, form] : [undefined, undefined];
}

const textOr = (value: string | undefined): Span[] | undefined => (value === undefined ? undefined : [text(value)]);

const asSpans = (value: Span[] | string | undefined): Span[] =>
  value === undefined ? [] : typeof value === "string" ? [text(value)] : value;

function isLanguageTag(name: string): boolean {
  try {
    return Intl.getCanonicalLocales(name).length === 1;
  } catch {
    return false;
  }
}

/** Files of a locale's folder that hold no messages. */
const noMessages = ["locale.yaml", "prose.yaml", "words.yaml"];

/**
 * A language from the texts of its folder's `.yaml` files: `locale.yaml`, and messages in all others. Pure; a new language is a new
 * folder. @throws LocaleError naming file and key.
 */
export function loadLocale(name: string, files: Readonly<Record<string, string>>): Locale {
  if (!isLanguageTag(name)) throw new LocaleError(name, "", "the folder's name is no language tag such as ru or pt-BR");
  const words = inForm(localeWordsSchema, name, "locale.yaml", files["locale.yaml"] ?? "");
  const messages = Object.fromEntries(Object.entries(files).filter(([file]) => file.endsWith(".yaml") && !noMessages.includes(file)));
  return new Locale(name, words, new Messages(name, messages, noBreaks(words)), files["prose.yaml"]);
}

/** A file of the folder in the form that its schema asks for. */
function inForm<Schema extends z.ZodType>(schema: Schema, locale: string, file: string, content: string): z.infer<Schema> {
  const parsed = schema.safeParse(parsedYaml(locale, file, content));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new LocaleError(locale, file, `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "missing"}`);
}
