import {z} from "zod";

/** Who does something in a shared folder: a process on a machine. */
export const ownerSchema = z.strictObject({
  host: z.string(),
  pid: z.int(),
  /** Tells two processes of one number apart. */
  id: z.string()
});
export type Owner = z.infer<typeof ownerSchema>;

export interface OwnerEffects {
  owner: Owner;
  /** Whether a process of this machine is there. */
  isAlive: (pid: number) => boolean;
  clock: {now: () => Date};
}

/**
 * Whether what `owner` was doing is surely over: its process is not there, or its last sign of life (epoch ms) is older than `staleMs`. The
 * process of another machine cannot be seen, and numbers of processes come again.
 */
export function isGone(owner: Owner, lastMs: number, staleMs: number, {owner: self, isAlive, clock}: OwnerEffects): boolean {
  if (owner.id === self.id) return false;
  return (owner.host === self.host && !isAlive(owner.pid)) || clock.now().getTime() - lastMs > staleMs;
}
