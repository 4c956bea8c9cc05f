import {randomBytes} from "node:crypto";
import {hostname} from "node:os";
import type {OwnerEffects} from "../batch/owner.ts";
import {errorCode} from "../error-code.ts";

/** This process, and how the others of this machine are seen. */
export const ownerEffects = (): Pick<OwnerEffects, "owner" | "isAlive"> => ({
  owner: {host: hostname(), pid: process.pid, id: randomBytes(8).toString("hex")},
  isAlive
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === "EPERM";
  }
}
