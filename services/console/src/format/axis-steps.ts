// How far apart the marks of an axis may be: so that what is printed at each is what it stands for, and stands there once. Pure.

const DIGITS = [1, 2, 5];
const POWERS = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];
const [SECOND, MINUTE, HOUR] = [1e3, 6e4, 3.6e6];

/** Of counts and rates: whole ones. */
export const COUNT_STEPS: readonly number[] = POWERS.flatMap((power) => DIGITS.map((digit) => digit * power));

/** Of milliseconds. */
export const DURATION_STEPS: readonly number[] = [
  ...COUNT_STEPS.filter((step) => step < SECOND),
  ...[1, 2, 5, 10, 15].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15].map((minutes) => minutes * MINUTE),
  ...[1, 2, 6, 12, 24, 48].map((hours) => hours * HOUR),
];
