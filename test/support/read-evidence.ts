import type pg from 'pg'

/**
 * Has whoever was offered something have read it for as long as an agreement takes, on a desk whose clock nobody moves. The
 * owner alone can: a trigger keeps the time from the application role.
 */
export async function readEvidence(ownerPool: pg.Pool): Promise<void> {
  await ownerPool.query(`
    alter table order_offer disable trigger check_order_offer;
    update order_offer set offered_at = offered_at - interval '20 seconds';
    alter table order_offer enable trigger check_order_offer`)
}
