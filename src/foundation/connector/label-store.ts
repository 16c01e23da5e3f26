import type { Subject } from '../domain.ts'

/** The order by which labels of one subject are published or taken back. */
export interface LabelOrder {
  /** The subject by the id of its platform. */
  subject: Subject
  generation: number
  /** The values that the subject has from now on. */
  values: readonly string[]
  /** True when the order only takes labels back. */
  isRestore: boolean
  /** The version of a record that was judged. Undefined: the label is on each of its versions. */
  cid?: string | undefined
}

/**
 * The labels that the desk publishes as a labeler. They are in the desk's own database, so a read of them is a read of
 * what every consumer gets.
 */
export interface LabelStore {
  /**
   * Publishes what is missing and takes back what is too much, in one transaction. A generation older than the newest is
   * refused with a `ConnectorError`. `known`: nothing was missing and nothing too much.
   */
  publish(order: LabelOrder): Promise<'applied' | 'known'>
  /** Lists the values that count now on a subject: neither taken back nor expired. */
  listValues(subject: Subject): Promise<readonly string[]>
}
