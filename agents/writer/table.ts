import type {Block, Labels, Span, Table} from "../contracts/index.ts";
import {code, type ColumnFormat, text} from "../locale/index.ts";
import type {Draft} from "./draft.ts";

/** A table of facts: title as heading, caption, cells in one scale per column, notes below. */
export function tableBlocks(draft: Draft, table: Table, withHeading: boolean): Block[] {
  const {locale} = draft;
  const scope = {words: table.words, facts: draft.factsByRole(table.facts)};
  const formats = new Map(table.columns.map(role => [role, formatOf(draft, table, role)]));
  const rows = table.rows.map(row => [
    ...table.labels.map(key => labelCell(draft, key, row.labels)),
    ...table.columns.map(role => factCell(draft, row.facts[role], formats.get(role)))
  ]);
  const notes = table.notes.map(note => draft.note("table_note", note));
  const caption = draft.cited(table.id, locale.message(`table.${table.kind}.caption`, scope));
  draft.references.cite(table.id, [...rows.flat(2), ...notes.flat()]);
  const number = draft.references.cite(table.id, rows.flat(2));
  const reference: Span[] =
    number === undefined || caption.some(({reference: known}) => known === number)
      ? []
      : [text(" "), {text: `[${number}]`, reference: number}];
  return [
    ...(withHeading ? [{type: "heading" as const, id: table.id, spans: locale.message(`table.${table.kind}.title`, scope)}] : []),
    {
      type: "table",
      caption: [...caption, ...reference],
      head: [
        ...table.labels.map(key => [labelTitle(draft, key)]),
        ...table.columns.map(role => columnTitle(draft, role, formats.get(role)))
      ],
      align: [...table.labels.map(() => "left" as const), ...table.columns.map(() => "right" as const)],
      rows
    },
    ...(notes.length === 0 ? [] : [draft.list(notes)])
  ];
}

/** What shuffling gives stands beside the effect, in the same places. Columns of one metric (`scale: one`) share a unit. */
const NOISE = "_noise";

function formatOf(draft: Draft, table: Table, role: string): ColumnFormat {
  const pair = [role, role.endsWith(NOISE) ? role.slice(0, -NOISE.length) : role + NOISE];
  const sides = table.words.scale === "one" ? table.columns : pair;
  const facts = table.rows.flatMap(({facts}) => sides.flatMap(side => (facts[side] === undefined ? [] : [draft.fact(facts[side])])));
  return draft.locale.quantities.columnFormat(facts);
}

function factCell(draft: Draft, id: string | undefined, format: ColumnFormat | undefined): Span[] {
  if (id === undefined || format === undefined) return [text(draft.locale.text("column.absent"))];
  return draft.locale.quantities.cell(draft.fact(id), format);
}

function labelCell({locale}: Draft, key: string, labels: Labels): Span[] {
  const value = labels[key];
  if (value === undefined || value === "") return [text(locale.text("column.absent"))];
  if (key === "phase") return [locale.has(`state.${value}`) ? text(locale.text(`state.${value}`)) : code(String(value))];
  if (key === "topic") return [text(locale.text(`topic.${locale.has(`topic.${value}`) ? value : "other"}`))];
  if (key === "tools") return locale.names(String(value).split(", "), true);
  return [code(String(value))];
}

function labelTitle({locale}: Draft, key: string): Span {
  return locale.has(`column.${key}`) ? text(locale.text(`column.${key}`)) : code(key.replace(/^x\./, ""));
}

/** `role`, `role@tool` or `role_noise`, with the unit of the column. */
function columnTitle({locale}: Draft, role: string, format: ColumnFormat | undefined): Span[] {
  const [base = role, tool] = role.split("@");
  const isNoise = base.endsWith(NOISE);
  const column = [roleTitle(locale, isNoise ? base.slice(0, -NOISE.length) : base)];
  const named = isNoise
    ? locale.message("column.noise", {more: {column}})
    : tool === undefined
      ? column
      : locale.message("column.with-tool", {more: {column, tool: [toolTitle(locale, tool)]}});
  return format === undefined || format.scale.name === "" ? named : [...named, text(`, ${format.scale.name}`)];
}

/** A role that is no column of its own is a metric, else a name of the data. */
function roleTitle(locale: Draft["locale"], role: string): Span {
  if (locale.has(`column.${role}`)) return text(locale.text(`column.${role}`));
  const metric = locale.metric(role, "nom");
  return metric === undefined ? code(role) : text(metric);
}

/** Heads are narrow and full of names: those without digits stand in plain style. */
function toolTitle(locale: Draft["locale"], name: string): Span {
  const shown = locale.tool(name);
  return /\d/.test(shown.text) ? shown : text(shown.text);
}
