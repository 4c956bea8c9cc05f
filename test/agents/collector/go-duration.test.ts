import {describe, expect, it} from "vitest";
import {goDuration} from "../../../agents/collector/go-duration.ts";

describe("goDuration", () => {
  it.each([
    ["1m29.657527203s", 89.657527203],
    ["53ms", 0.053],
    ["541.3µs", 0.0005413],
    ["1h2m3s", 3723],
    ["0s", 0]
  ])("reads %s", (text, seconds) => {
    expect(goDuration(text)).toBeCloseTo(seconds, 12);
  });

  it.each(["", "12", "1.65it/s", "5 minutes", "3s left"])("leaves %j alone", text => {
    expect(goDuration(text)).toBeUndefined();
  });
});
