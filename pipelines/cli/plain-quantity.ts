import type {Unit} from "../../agents/contracts/index.ts";
import {type Locale, plain} from "../../agents/locale/index.ts";

/** A value with its unit in three significant digits, as a report prints one of which no uncertainty is known. */
export function plainQuantity(value: number, unit: Unit, messages: Locale): string {
  const shown = messages.quantities.fact(
    {id: "", kind: "measured", subject: {}, settings: {}, value, unit, digits: 3, inputs: [], sources: [], sourceCount: 0},
    undefined
  );
  return Array.isArray(shown) ? plain(shown) : String(shown);
}
