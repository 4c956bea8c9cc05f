import type {Table} from "../../contracts/index.ts";
import type {Context} from "../context.ts";
import {effectTables} from "./effects.ts";
import {filesTable} from "./files.ts";
import {inventoryTable} from "./inventory.ts";
import {phaseTables} from "./phases.ts";
import {quantizationTables} from "./quantizations.ts";
import {reportedTables} from "./reported.ts";
import {scalingTables} from "./scaling.ts";
import {speedTables} from "./speed.ts";
import {distributionTables, latencyTables, qualityTables, rateTables} from "./stated.ts";
import {systemTables} from "./system.ts";

/** All tables of the report, in reading order, with ids. */
export function tablesOf(context: Context): Table[] {
  const quantizations = quantizationTables(context);
  const effects = effectTables(context);
  const scaling = scalingTables(context);
  const covered = new Set(
    context.effects
      .filter(({factor, primary}) => primary && factor === "quantization" && quantizations.length > 0)
      .map(({session}) => session.id)
  );
  for (const {session, settings} of context.cells) if (settings.concurrency !== undefined && scaling.length > 0) covered.add(session.id);
  const shownQuality = new Set(
    quantizations.length === 0 ? [] : context.frames.reported.filter(({metric}) => metric === "perplexity").map(({session}) => session)
  );
  const tables = [
    ...filesTable(context),
    inventoryTable(context),
    ...speedTables(context, covered),
    ...phaseTables(context),
    ...effects,
    ...quantizations,
    ...scaling,
    ...latencyTables(context),
    ...distributionTables(context),
    ...rateTables(context),
    ...qualityTables(context, shownQuality),
    ...systemTables(context),
    ...reportedTables(context)
  ];
  return tables.map((table, index) => ({...table, id: `table-${index + 1}`}));
}
