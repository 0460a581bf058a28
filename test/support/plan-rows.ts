/**
 * How many rows a day the plans are looked at with, of five days. A run over a million takes minutes:
 * `PLAN_ROWS_A_DAY=200000 npm test -- test/integration/delivery-log-plan.test.ts`
 */
export const ROWS_A_DAY = Number(process.env.PLAN_ROWS_A_DAY ?? 20_000);
