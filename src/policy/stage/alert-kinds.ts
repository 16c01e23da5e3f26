/** The kinds of alert by their stage. Each stage adds its own in its `stage.ts`: `declare module` and this interface. */
export interface AlertKinds {
  /** The alert to the next people has the kind of the alert that was not acknowledged. */
  alerts: never
}
export type AlertKind = AlertKinds[keyof AlertKinds]

/** True: an alert of this kind is sent at most once per enforcement. */
export interface AlertRow {
  /**
   * True: it is urgent, so it pages the person on call, and the next people without an acknowledgement. Others wait in
   * the inbox.
   */
  calls: boolean
  /** True: it goes to every channel of its recipient at once, including channels that take only urgent alerts. */
  everywhere?: true
  /** The response that the alert asks for, for the documents. */
  act: string
}
/** The kinds of alert of one stage. */
export type AlertRows = Readonly<Record<string, AlertRow>>
/** The kinds of alert of all stages. */
export type AlertTable = Readonly<Record<AlertKind, AlertRow>>

/** True when every channel of its recipient gets an alert of this kind at once. */
export const usesEveryChannel = ({ calls, everywhere }: AlertRow): boolean => calls || everywhere === true
