/** Replaces the recording of views, to measure its cost. Records nothing. */
export async function recordViews(): Promise<void> {}
