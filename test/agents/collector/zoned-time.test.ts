import {describe, expect, it} from "vitest";
import {epochSeconds, writtenTime} from "../../../agents/collector/zoned-time.ts";

describe("epochSeconds", () => {
  it.each([
    ["2026-11-25T02:28:24.014Z", 1795573704.014],
    ["2026-11-25T05:28:24.014+03:00", 1795573704.014],
    ["2026-11-25T02:26:56.812345678Z", 1795573616.812]
  ])("reads %s", (text, seconds) => {
    expect(epochSeconds(text)).toBeCloseTo(seconds, 3);
  });

  it.each(["2026-11-25T02:28:24", "25.11.2026", "", "Z", 1795573704, null])("gives no order to %j", text => {
    expect(epochSeconds(text)).toBeUndefined();
  });
});

describe("writtenTime", () => {
  it("adds utc only where the zone is written", () => {
    expect(writtenTime("2026-11-25T05:28:24+03:00")).toEqual({text: "2026-11-25T05:28:24+03:00", utc: "2026-11-25T02:28:24.000Z"});
    expect(writtenTime("2026-11-25T02:28:24")).toEqual({text: "2026-11-25T02:28:24"});
    expect(writtenTime("soon")).toBeUndefined();
  });
});
