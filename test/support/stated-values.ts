import type {ArtifactReading} from "../../agents/collector/index.ts";

/** Every value of a reading with its metric, unit and statistic, whatever its place and labels. */
export function statedValues({tables, reported, others = []}: ArtifactReading): string[] {
  const all = [{tables, reported}, ...others];
  const cells = all.flatMap(part =>
    part.tables.flatMap(({columns}) => columns.map(({metric, unit, values}) => JSON.stringify([metric, unit, values])))
  );
  const stated = all.flatMap(part =>
    part.reported.flatMap(({metric, unit, statistics}) =>
      statistics.map(({statistic, value}) => JSON.stringify([metric, unit, statistic, value]))
    )
  );
  return [...cells, ...stated].sort();
}
