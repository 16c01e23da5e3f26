/**
 * Returns this machine's time: for outgoing data, such as the moment a call is signed. Decisions take the time from
 * SQL.
 */
export const systemNow = (): Date => new Date()
