import Papa from "papaparse";

/** A table of known make: the first line is the header, whatever its cells look like. Record n (1-based) is place `R<n>`; cells trimmed. */
export interface HeadedRecords {
  header: readonly string[];
  records: readonly (readonly string[])[];
}

/** Delimiter by Papa's guess unless given; blank lines are no records, a repeated header is none either. */
export function headedRecords(text: string, delimiter = ""): HeadedRecords {
  const rows = Papa.parse<string[]>(text.trimEnd(), {skipEmptyLines: true, delimiter}).data.map(row => row.map(cell => cell.trim()));
  const [header = [], ...body] = rows;
  return {header, records: body.filter(row => row.length !== header.length || row.some((cell, index) => cell !== header[index]))};
}
