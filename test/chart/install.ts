// Builds Helm for `npm run verify:chart`, in minutes: .ci/run begins with it while the other tests run.
import { findHelm } from '../support/chart/helm.ts';

console.log(await findHelm());
