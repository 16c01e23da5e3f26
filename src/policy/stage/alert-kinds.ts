/** The kinds of alert by their stage. Each stage adds its own in its `stage.ts`: `declare module` and this interface. */
export interface AlertKinds {
  /** The escalation of an alert has the kind of that alert. */
  alerts: never
}
export type AlertKind = AlertKinds[keyof AlertKinds]

/** One kind of alert, sent at most once per enforcement. */
export interface AlertRow {
  /** It is urgent, so it pages the on-call, and the next tier without an acknowledgement. Others wait in the inbox. */
  calls: boolean
  /** It goes to every channel of its recipient at once, including channels that take only urgent alerts. */
  everywhere?: true
  /** The text sent outside the desk about a protected account, without a handle. */
  says: string
  /** The act that it asks for, for the documents. */
  act: string
}
/** The kinds of one stage. */
export type AlertRows = Readonly<Record<string, AlertRow>>
/** The kinds of all stages. */
export type AlertTable = Readonly<Record<AlertKind, AlertRow>>

/** True when every channel of its recipient gets an alert of this kind at once. */
export const usesEveryChannel = ({ calls, everywhere }: AlertRow): boolean => calls || everywhere === true
