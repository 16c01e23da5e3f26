/** This machine's time: for what leaves the desk, such as the moment a call is signed. What is decided asks SQL. */
export const systemNow = (): Date => new Date()
