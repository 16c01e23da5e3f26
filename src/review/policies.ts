export interface Policies {
  readonly policies: readonly unknown[]
}
