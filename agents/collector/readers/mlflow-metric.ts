import {plainNumber} from "../quantity.ts";
import type {DraftRow, Reader} from "../reader.ts";
import {buildTable} from "../table.ts";
import {trackedMetric} from "./tracked-metric.ts";

const line = /^(1\d{12}) ([+-]?(?:\d[\d.]*(?:[eE][+-]?\d+)?|nan|inf))(?: (\d+))?\s*$/i;

/**
 * A metric file of MLflow's file store, `mlruns/<experiment>/<run>/metrics/<name>`: `<ms since 1970> <value> <step>` a line. The metric's name is the path below `metrics/`.
 * https://mlflow.org/docs/latest/tracking.html
 */
export const mlflowMetric: Reader = {
  format: "mlflow-metric",
  category: "quality",
  detect: ({path, text, lines}) => {
    if (!/^1\d{12} /.test(text)) return false;
    const filled = lines.filter(text => text.trim() !== "");
    const isWhole = filled.slice(0, 200).every(text => line.test(text));
    return isWhole && (/(?:^|\/)metrics\//.test(path) || filled.every(text => line.exec(text)?.[3] !== undefined));
  },
  read({path, lines}) {
    const rows = lines.flatMap((text, index): DraftRow[] => {
      const [, stamp, written = "", step] = line.exec(text) ?? [];
      if (stamp === undefined) return [];
      return [
        {
          place: `L${index + 1}`,
          values: {"": plainNumber(written) ?? null},
          time: Number(stamp) / 1000,
          ...(step === undefined ? {} : {repeat: {step: Number(step)}})
        }
      ];
    });
    const name = /(?:^|\/)metrics\/(.+)$/.exec(path)?.[1] ?? path.split("/").at(-1) ?? "";
    const {metric, unit, factor, scope} = trackedMetric(
      name,
      rows.flatMap(({values}) => values[""] ?? [])
    );
    const scaled = rows.map(row => ({...row, values: {"": typeof row.values[""] === "number" ? row.values[""] * factor : null}}));
    const labels = scope === undefined ? {} : {scope};
    return {
      tables: rows.length === 0 ? [] : [buildTable({row: "sample", labels, columns: [{metric, unit, field: ""}], rows: scaled})],
      reported: [],
      session: {tool: "mlflow", environment: {}},
      problems: []
    };
  }
};
