import {z} from "zod";
import {type RunSeries, runSeriesSchema, timeSchema} from "../../agents/contracts/index.ts";
import {hashOf, type Store} from "../store.ts";
import {seriesEntry} from "./series-key.ts";

/** What of a run's series decides on the histories it is part of. */
const cardSchema = z.strictObject({
  /** Key of its series in the store. */
  key: z.string(),
  run: z.string(),
  time: timeSchema.optional(),
  /** Whether it can be compared: not aborted, and something was measured. */
  isCompared: z.boolean(),
  /** Hash of all of it. */
  content: z.string()
});
export type RunCard = z.infer<typeof cardSchema>;

const catalogueSchema = z.strictObject({version: z.literal(1), runs: z.array(cardSchema)});

/** What is known of the runs of a folder without reading their series, which are a hundred times as large. */
export interface Catalogue {
  /** Undefined when the store has no such series. */
  card: (key: string) => Promise<RunCard | undefined>;
  /** Of runs that a batch knew before, by name: what was known then. */
  before: ReadonlyMap<string, RunCard>;
  /** Keeps these and no others, when anything changed. */
  save: (cards: readonly RunCard[]) => Promise<void>;
}

export async function openCatalogue(store: Store, key: string): Promise<Catalogue> {
  const stored = (await store.read("catalogue", key, catalogueSchema))?.runs ?? [];
  const known = new Map(stored.map(card => [card.key, card]));
  return {
    card: async seriesKey => {
      const card = known.get(seriesKey);
      if (card !== undefined) return card;
      const series = await store.read(seriesEntry, seriesKey, runSeriesSchema);
      return series === undefined ? undefined : cardOf(seriesKey, series);
    },
    before: new Map(stored.map(card => [card.run, card])),
    save: async cards => {
      const isSame = cards.length === stored.length && cards.every(({key: one}, index) => stored[index]?.key === one);
      if (!isSame) await store.write("catalogue", key, catalogueSchema, {version: 1, runs: [...cards]}, {sync: false});
    }
  };
}

function cardOf(key: string, series: RunSeries): RunCard {
  const {run, time, aborted} = series;
  return {
    key,
    run,
    ...(time === undefined ? {} : {time}),
    isCompared: !aborted && series.series.length > 0,
    content: hashOf([JSON.stringify(series)]).slice(0, 20)
  };
}
