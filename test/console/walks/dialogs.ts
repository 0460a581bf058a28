import { accessible } from '../axe.ts';
import { pagesOf } from '../pages.ts';
import type { Walk } from '../walk.ts';
import { settle } from './look.ts';

export const dialogs: Walk = {
  name: 'every dialog: accessible, light and dark',
  async run({ visits, shops, system, step }) {
    const { event, endpoint } = await pagesOf(shops);
    const key = await visits.signIn(shops.main.key, '', { colorScheme: 'light' });
    const administrator = await visits.signIn(system.adminToken, '', { colorScheme: 'light' });
    for (const [{ page }, path, button] of [
      [key, 'keys', 'New key'],
      [key, 'keys', /^Rotate/],
      [key, 'keys', /^Revoke/],
      [key, 'replays', 'New replay'],
      [key, event, 'Send again to all'],
      [key, endpoint, 'Rotate the secret'],
      [key, endpoint, 'Delete'],
      [administrator, 'organizations', 'New organization'],
    ] as const) {
      await step(`${path}, ${button}`, async () => {
        await page.goto(`/console/${path}`);
        await settle(page);
        await page.getByRole('main').getByRole('button', { name: button }).first().click();
        await page.getByRole('dialog').waitFor();
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          await accessible(page, `${button}, ${colorScheme}`);
        }
        await page.emulateMedia({ colorScheme: 'light' });
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      });
    }
  },
};
