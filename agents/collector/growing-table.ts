import type {Factor, Labels, Measurement} from "../contracts/index.ts";
import {type ColumnFile, type ColumnFiles, filedValues, mostInline} from "./column-files.ts";
import {isSetting} from "./table.ts";

const partCells = 1 << 16;

/** A column of any length: its last cells in memory, those before in a file when there are many. */
export class GrowingColumn {
  readonly #files: ColumnFiles;
  readonly #part = new Float64Array(partCells);
  #filled = 0;
  #file: ColumnFile | undefined;

  constructor(files: ColumnFiles) {
    this.#files = files;
  }

  /** NaN: not measured. */
  push(value: number): void {
    this.#part[this.#filled] = value;
    this.#filled += 1;
    if (this.#filled === partCells) this.#flush();
  }

  #flush(): ColumnFile {
    this.#file ??= this.#files.create();
    this.#file.append(this.#part.subarray(0, this.#filled));
    this.#filled = 0;
    return this.#file;
  }

  /** The cells for a table of `count` rows, in a file of that name when they are many; undefined when nothing was measured. */
  values(name: string, count: number): Measurement["columns"][number]["values"] | undefined {
    if (this.#file === undefined && count <= mostInline) {
      const cells = Array.from(this.#part.subarray(0, this.#filled), value => (Number.isNaN(value) ? null : value));
      return cells.some(cell => cell !== null) ? cells : undefined;
    }
    const file = this.#flush();
    const values = filedValues(name, file, count);
    if (values !== undefined) file.keep(name);
    return values;
  }
}

/** More levels than this name rows, not what they are of. */
const mostLevels = 1000;

/** Labels of many rows: their levels, and for each row which. */
export class GrowingFactor {
  readonly #positions = new Map<Labels[string] | null, number>();
  #index = new Uint16Array(partCells);
  #count = 0;

  push(level: Labels[string] | null): void {
    let position = this.#positions.get(level);
    if (position === undefined) {
      position = Math.min(this.#positions.size, mostLevels);
      if (this.#positions.size <= mostLevels) this.#positions.set(level, position);
    }
    if (this.#count === this.#index.length) {
      const longer = new Uint16Array(this.#count * 2);
      longer.set(this.#index);
      this.#index = longer;
    }
    this.#index[this.#count] = position;
    this.#count += 1;
  }

  get hasTooManyLevels(): boolean {
    return this.#positions.size > mostLevels;
  }

  /** The one level of all rows. */
  get only(): Labels[string] | undefined {
    const [level] = this.#positions.keys();
    return this.#positions.size === 1 && level !== null ? level : undefined;
  }

  factor(key: string, role: "labels" | "pairing" | "repeat" | "group"): Factor {
    const own = role !== "labels" ? role : isSetting(key) ? "setting" : "subject";
    return {key, role: own, levels: [...this.#positions.keys()], index: Array.from(this.#index.subarray(0, this.#count))};
  }
}
