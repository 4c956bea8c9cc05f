import type {NoteInput} from "../../contracts/index.ts";
import {headedRecords} from "../headed-records.ts";
import type {Reader} from "../reader.ts";
import {statedRecord} from "../stated-record.ts";

/** `*_failures.csv` of Locust: how often which error came back from which endpoint. https://docs.locust.io/en/stable/retrieving-stats.html */
export const locustFailuresCsv: Reader = {
  format: "locust-failures-csv",
  category: "serving",
  detect: ({text}) => /^"?(?:Method|Type)"?,"?Name"?,"?Error"?,"?Occurrences"?/i.test(text),
  read({path, text}) {
    const problems: NoteInput[] = [];
    const {header, records} = headedRecords(text);
    const reported = records.flatMap((record, index) => {
      const cell = (name: string) => record[header.findIndex(title => title.toLowerCase() === name)] ?? "";
      const part = `R${index + 1}`;
      const labels = {endpoint: cell("name"), "x.method": cell("method"), "x.error": cell("error").slice(0, 100)};
      return statedRecord(
        {metric: "failed_attempts", part, labels, fields: [["value", `${part}:Occurrences`, cell("occurrences")]]},
        path,
        problems
      );
    });
    return {tables: [], reported, session: {tool: "locust", key: path, environment: {}}, problems};
  }
};
