import { UnreachableError } from '../api/problem.ts';

const PAGE = import.meta.env.BASE_URL;

/** Whether whoever serves these pages answers at all. */
export function isServed(): Promise<boolean> {
  return fetch(PAGE, { method: 'HEAD', cache: 'no-store' }).then(
    () => true,
    () => false,
  );
}

/**
 * Loads the code of a view. The router takes any failure for a new release whose files have other names, and loads the page again;
 * when nothing answers, that would leave the browser's own page about it.
 */
export async function loadView<Module>(load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    throw (await isServed()) ? error : new UnreachableError(error);
  }
}
