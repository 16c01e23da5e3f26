const WORD = /\S+/g
/** Two letters or more behind a dot end a name on the internet, with or without anything in front that says so. */
const ADDRESS = /:\/\/|[\p{L}\p{N}-]\.\p{L}{2}|^\W*(?:www\.|mailto:|tel:|xn--)/iu

/**
 * A text without anything that a mail program or a chat shows as a link. What people wrote reaches others by their alerts, and
 * whoever follows an address from there would believe it comes from the desk: they read it at the desk instead, where it leads
 * nowhere. Takes a time that grows with the length alone.
 */
export const hideAddresses = (text: string): string =>
  text.replace(WORD, (word) => (ADDRESS.test(word) ? '(an address)' : word))
