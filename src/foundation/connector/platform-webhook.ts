/** A webhook by which a platform tells the desk of events, signed with a secret that both have. */
export interface PlatformWebhook {
  /** The secret, and the former one while the platform changes over. */
  secrets: readonly string[]
  /** The API key to which what the platform sends belongs. Its scopes and its revocation count for each delivery. */
  keyId: string
}
