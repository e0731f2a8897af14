/** How the running service fares, in words for its administrator: nothing of what it is used for, nor by whom. */

/** Something that keeps the service from its work. */
export interface Trouble {
  code: string;
  what: string;
  now: string;
}

/** What the service does by itself, again and again. */
export interface RoundShown {
  name: string;
  lastDoneAt: Date | null;
  /** Runs that failed since the start. */
  failures: number;
  failing: boolean;
}

export interface ServiceState {
  /** Empty when the service can do all its work. */
  troubles: readonly Trouble[];
  /** The disk of the data folder; null when nothing could be learned of it. */
  disk: { freeBytes: number; totalBytes: number } | null;
  rounds: readonly RoundShown[];
}
