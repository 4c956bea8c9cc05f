import type {Reader} from "../reader.ts";
import {genericCsv} from "./generic-csv.ts";
import {genericJson} from "./generic-json.ts";
import {keyValue} from "./key-value.ts";

/** Readers for makes that nobody knows, in the order they are tried: the first that claims a file reads it. */
export const genericReaders: readonly Reader[] = [genericJson, genericCsv, keyValue];
