import { ConnectorError } from '../../foundation/connector/connector.ts'

/** The result of one step. warned: it works, and something is missing. skipped: it was not tried. */
type StepResult = 'passed' | 'warned' | 'failed' | 'skipped'

/** One step of a check of a platform's set-up. */
export interface Step {
  id: string
  result: StepResult
  /** The observation, in a sentence. */
  found: string
  /** The act by which a person mends it. Null: none is needed. */
  fix: string | null
}

export const passed = (id: string, found: string): Step => ({ id, result: 'passed', found, fix: null })
export const warned = (id: string, found: string, fix: string): Step => ({ id, result: 'warned', found, fix })
export const failed = (id: string, found: string, fix: string): Step => ({ id, result: 'failed', found, fix })
export const skipped = (id: string, found: string, fix: string | null = null): Step => ({
  ...{ id, result: 'skipped', found, fix },
})

/** Returns the fix for a failure of a call. */
export type FindFix = (failure: ConnectorError['failure']) => string

/** Makes a read and judges its answer. A failed call is a failed step with the fix that belongs to the failure. */
export async function attempt<T>(
  id: string,
  findFix: FindFix,
  read: () => Promise<T>,
  judge: (answer: T) => Step,
): Promise<Step> {
  try {
    return judge(await read())
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    return failed(id, `${error.message.replace(/\.$/, '')} (${error.failure}).`, findFix(error.failure))
  }
}
