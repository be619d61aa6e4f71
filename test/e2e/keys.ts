import { expect, type Locator, type Page } from "@playwright/test";

/**
 * Presses a key until it has moved the focus: a screen listens to keys only once its script runs, which a person
 * notices and tries again.
 */
export async function pressUntilFocused(page: Page, key: string, target: Locator): Promise<void> {
  await expect(async () => {
    await page.keyboard.press(key);
    await expect(target).toBeFocused({ timeout: 500 });
  }).toPass();
}
