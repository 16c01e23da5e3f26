/** Stands in for what records who saw what, where it is measured what that costs. Takes note of nothing. */
export async function recordViews(): Promise<void> {}
