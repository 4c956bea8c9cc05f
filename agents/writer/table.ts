import type {Block, Labels, Span, Table} from "../contracts/index.ts";
import {code, type Scale, text} from "../locale/index.ts";
import type {Draft} from "./draft.ts";

/** A table of facts: title as heading, caption, cells in one scale per column, notes below. */
export function tableBlocks(draft: Draft, table: Table, withHeading: boolean): Block[] {
  const {locale} = draft;
  const scope = {words: table.words, facts: draft.factsByRole(table.facts)};
  const scales = new Map(table.columns.map(role => [role, scaleOf(draft, table, role)]));
  const rows = table.rows.map(row => [
    ...table.labels.map(key => labelCell(draft, key, row.labels)),
    ...table.columns.map(role => factCell(draft, row.facts[role], scales.get(role)))
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
        ...table.labels.map(key => [text(labelTitle(draft, key))]),
        ...table.columns.map(role => [text(columnTitle(draft, role, scales.get(role)))])
      ],
      align: [...table.labels.map(() => "left" as const), ...table.columns.map(() => "right" as const)],
      rows
    },
    ...(notes.length === 0 ? [] : [draft.list(notes)])
  ];
}

function scaleOf(draft: Draft, table: Table, role: string): Scale {
  const facts = table.rows.flatMap(({facts}) => (facts[role] === undefined ? [] : [draft.fact(facts[role])]));
  return draft.locale.columnScale(facts);
}

function factCell(draft: Draft, id: string | undefined, scale: Scale | undefined): Span[] {
  if (id === undefined || scale === undefined) return [text(draft.locale.text("column.absent"))];
  return draft.locale.quantities.cell(draft.fact(id), scale);
}

function labelCell({locale}: Draft, key: string, labels: Labels): Span[] {
  const value = labels[key];
  if (value === undefined || value === "") return [text(locale.text("column.absent"))];
  if (key === "phase") return [text(locale.phase(String(value), "nom") ?? String(value))];
  if (key === "tools") return locale.names(String(value).split(", "), true);
  return [code(String(value))];
}

function labelTitle({locale}: Draft, key: string): string {
  return locale.has(`column.${key}`) ? locale.text(`column.${key}`) : key;
}

/** `role`, `role@tool` or `role_noise`, with the unit of the column. */
function columnTitle({locale}: Draft, role: string, scale: Scale | undefined): string {
  const [base = role, tool] = role.split("@");
  const isNoise = base.endsWith("_noise");
  const column = locale.text(`column.${isNoise ? base.slice(0, -"_noise".length) : base}`);
  const named = isNoise
    ? locale.text("column.noise", {column})
    : tool === undefined
      ? column
      : locale.text("column.with-tool", {column, tool: locale.tool(tool).text});
  return scale === undefined || scale.name === "" ? named : `${named}, ${scale.name}`;
}
