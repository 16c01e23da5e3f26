/** The work of one load process. It is sent to that process, so it contains only data. */
export interface LoadPlan {
  work: LoadWork
  connections: number
  /** Answers within this initial period are not counted. */
  warmUpMs: number
  measureMs: number
  /**
   * The interval between requests of each connection; a request waits for the previous answer. Without it, requests
   * follow one another at once.
   */
  everyMs?: number
}

export type LoadWork =
  /**
   * Reports on this many subjects, each by another reporter; `run` distinguishes their ids from those of other runs.
   */
  | { kind: 'reports'; url: string; token: string; run: string; subjects: number; prefer?: 'respond-async' }
  /** The same, so many in each request. Every request counts as one answer. */
  | { kind: 'batches'; url: string; token: string; run: string; subjects: number; lines: number }
  /** Each connection stands for this many reviewers, who claim in turn. */
  | { kind: 'claims'; url: string; tokens: readonly (readonly string[])[] }
  /** Each connection is a different person, because a desk limits the requests of one person. */
  | { kind: 'cases'; url: string; tokens: readonly string[]; caseIds: readonly string[] }
  /**
   * Connections that many people share in turn, each sending these requests in turn. Refusals count as answers, server
   * errors do not.
   */
  | { kind: 'flood'; url: string; tokens: readonly string[]; requests: readonly FloodRequest[] }
  /** One statement again and again, on connections that belong to this load alone. */
  | { kind: 'statement'; databaseUrl: string; statement: string; name: string }

export type FloodRequest = readonly [method: string, path: string, body?: object]

export interface LoadOutcome {
  /** The time from sending a request to its whole answer, for each answer within the measured time. */
  samplesMs: Float64Array
  measuredMs: number
  /** Includes the requests of the warm-up and those unanswered at the end. */
  answered: number
  failed: number
  /** The text of the first failure. */
  firstFailure: string | undefined
}
