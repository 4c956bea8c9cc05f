import {plainLine} from "../plain-line.ts";
import type {DraftRow, Reader} from "../reader.ts";
import {buildTable} from "../table.ts";

const line = /^\[(?:MAIN|ISOLATED|RANK|DEVICE-ISOLATION)-?PROCESS[^\]]*\]\[[^\]]*\]\[[^\]]*\]\[(\w+)\] - \s*(.*)$/;

/**
 * Console log of optimum-benchmark without a report in it: a failed attempt per traceback that the main process received, with the last exception
 * named between. A log whose runs all ended well holds no measurement: those are in the reports.
 */
export const optimumLog: Reader = {
  format: "optimum-log",
  category: "log",
  detect: ({text, lines}) => text.includes("-PROCESS]") && lines.slice(0, 200).some(written => line.test(plainLine(written))),
  read({lines}) {
    const rows: DraftRow[] = [];
    let exception = "";
    for (const [index, written] of lines.entries()) {
      const plain = plainLine(written);
      const [, level, message = ""] = line.exec(plain) ?? [];
      if (level === undefined) exception = /^\s*(?:[\w.]+\.)?\w*(?:Error|Exception)\b.*/.exec(plain)?.[0].trim() ?? exception;
      if (level !== "ERROR" || !/Received traceback/i.test(message)) continue;
      const reason = exception === "" ? message.replace(/^\+\s*/, "") : exception;
      rows.push({place: `L${index + 1}`, values: {}, failure: {reason, kind: "error"}});
      exception = "";
    }
    return {
      tables: rows.length === 0 ? [] : [buildTable({columns: [], rows})],
      reported: [],
      session: {tool: "optimum-benchmark", environment: {}},
      problems: []
    };
  }
};
