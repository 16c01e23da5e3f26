/** The work of one load process. It crosses to that process, so it is data alone. */
export interface LoadPlan {
  work: LoadWork
  connections: number
  /** Answers of this long at first are not counted. */
  warmUpMs: number
  measureMs: number
  /** Each connection sends a request this often, or as soon as it is answered if that is later. Without: at once. */
  everyMs?: number
}

export type LoadWork =
  /** Reports on so many subjects, each of another reporter; `run` tells their ids from those of other runs. */
  | { kind: 'reports'; url: string; token: string; run: string; subjects: number }
  /** Each connection stands for so many reviewers, who ask in turn. */
  | { kind: 'claims'; url: string; tokens: readonly (readonly string[])[] }
  /** Each connection is a person of its own: a desk takes only so much from one. */
  | { kind: 'cases'; url: string; tokens: readonly string[]; caseIds: readonly string[] }
  /**
   * Connections of many people in turn, each sending these requests in turn. Refusals count as answers, server failures
   * don't.
   */
  | { kind: 'flood'; url: string; tokens: readonly string[]; requests: readonly FloodRequest[] }
  /** One statement over and over, on connections to the database of its own. */
  | { kind: 'statement'; databaseUrl: string; statement: string; name: string }

export type FloodRequest = readonly [method: string, path: string, body?: object]

export interface LoadOutcome {
  /** From sending to the whole answer, of each that was answered in the measured time. */
  samplesMs: Float64Array
  measuredMs: number
  /** Also those of the warm-up, and those still under way at the end. */
  answered: number
  failed: number
  /** The text of the first failure. */
  firstFailure: string | undefined
}
