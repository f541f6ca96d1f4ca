// The workbench as a person finds things on it: by role and accessible name.
import assert from 'node:assert/strict';
import { expect } from './expect.mjs';

const escaped = text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

export class Workbench {
  constructor(page) {
    this.page = page;
    this.canvas = page.getByRole('application');
    this.outline = page.getByRole('navigation', { name: /Outline|Estate/ });
    this.environments = page.getByRole('toolbar', { name: 'Environment' }).or(page.getByRole('group', { name: 'Environment', exact: true }));
    this.inspector = page.getByRole('complementary', { name: 'Settings' });
    this.panel = page.getByRole('region', { name: 'Problems and code' });
    this.panelBody = page.getByRole('tabpanel');
    this.saveState = page.getByRole('status', { name: 'Save state' });
    this.dialog = page.getByRole('dialog');
    this.undoButton = page.getByRole('button', { name: 'Undo', exact: true });
    this.redoButton = page.getByRole('button', { name: 'Redo', exact: true });
  }

  // --- the drawing

  /** A card or frame, such as `service matabit-prod-service`, however many problems it has. */
  node(name) {
    return this.canvas.getByRole('group', { name: new RegExp(`^${escaped(name)}(, \\d+ problems?)?$`) });
  }

  /** Where a card is on screen. */
  async box(name) {
    await expect(this.node(name)).toBeVisible();
    return this.node(name).boundingBox();
  }

  /** The card of a record's id, for gestures: `service.matabit`. */
  card(id) {
    return this.page.locator(`[data-card="${id}"]`);
  }

  /** Drags from one point of the screen to another, in steps as a hand does. */
  async drag(from, to) {
    await this.page.mouse.move(from.x, from.y);
    await this.page.mouse.down();
    await this.page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
    await this.page.mouse.move(to.x, to.y, { steps: 4 });
    await this.page.mouse.up();
  }

  // --- getting about

  /** Runs an action, or goes to a record, by typing in the palette. */
  async palette(typed, option = typed) {
    await this.page.keyboard.press('Control+k');
    const input = this.page.getByRole('combobox', { name: 'Find or do anything' });
    await expect(input).toBeFocused();
    await input.fill(typed);
    const found = this.page.getByRole('option', {
      name: option instanceof RegExp ? option : new RegExp(`^${escaped(option)}(?!\\w)`),
    });
    await found.first().click();
    await expect(this.dialog.getByRole('combobox', { name: 'Find or do anything' })).toHaveCount(0);
  }

  /** Selects a record, such as ('service', 'matabit-prod-service'), by its name in the palette. */
  async select(kind, name) {
    await this.palette(name, new RegExp(`^${escaped(name)}\\s*${escaped(kind)}$`));
    await this.shows(kind, name);
    // Focus goes to the form a moment later: whoever presses a key elsewhere before that loses it.
    await expect.poll('focus in the form', () => this.inspector.evaluate(form => form.contains(document.activeElement)), true);
  }

  /** The line of the outline about a record or container. */
  line(kind, name) {
    return this.outline.getByRole('treeitem', { name: new RegExp(`^${escaped(name)}(, looked up|, referred to)?(, \\d+ problems?)?, ${escaped(kind)}(,|$)`) });
  }

  async selectInOutline(kind, name) {
    await this.line(kind, name).first().click();
    await this.shows(kind, name);
  }

  /** Waits until the inspector shows something. */
  async shows(kind, name) {
    await expect(this.inspector.getByRole('heading', { level: 2 })).toHaveText(new RegExp(`^${escaped(kind)}$`, 'i'));
    if (name) await expect(this.inspector.getByText(name, { exact: true }).first()).toBeVisible();
  }

  /** Opens every fold of the form, and those inside, which are not in the page before. */
  async unfold() {
    const folds = this.inspector.locator('details');
    const unopened = () => folds.evaluateAll(all => all.filter(fold => !fold.open || fold.children.length < 2).length);
    await expect.poll(
      'folds that are not open',
      async () => {
        await folds.evaluateAll(all => all.forEach(fold => (fold.open = true)));
        return unopened();
      },
      0,
    );
  }

  /** The button that shows an environment. */
  environmentButton(name) {
    return this.environments.getByRole('button', { name, exact: true });
  }

  async environment(name) {
    await this.environmentButton(name).click();
  }

  /** Where edits go from now on: 'everywhere' or 'in staging only'. */
  async editsApply(where) {
    const name = where === 'everywhere' ? 'Edit everywhere' : new RegExp(`^${escaped(where)}$`, 'i');
    await this.inspector.getByRole('group', { name: 'Edits apply' }).getByRole('button', { name }).click();
  }

  // --- the form

  field(label) {
    return this.inspector.getByLabel(label, { exact: true });
  }

  button(name) {
    return this.inspector.getByRole('button', { name, exact: true });
  }

  // --- the panel

  async tab(name) {
    await this.panel.getByRole('tab', { name: new RegExp(`^${escaped(name)}`) }).click();
    await expect(this.panel.getByRole('tab', { name: new RegExp(`^${escaped(name)}`) })).toHaveAttribute('aria-selected', 'true');
  }

  /** The problem with a text in its row of the problems tab. */
  problem(text) {
    return this.panelBody.getByRole('listitem').filter({ hasText: text });
  }

  /** The text of the code tab that is open. */
  async code() {
    await this.written();
    return this.panelBody.innerText();
  }

  /** Waits for the code of what is selected as it is now: a worker writes it. */
  async written() {
    await expect(this.panelBody.locator('[aria-busy=true]')).toHaveCount(0);
  }

  /** The JSON of the code tab that is open. */
  async json() {
    const text = await this.code();
    const start = text.search(/^[[{]/m);
    return JSON.parse(text.slice(start));
  }

  /** The lines that are marked as changed. */
  async changedLines() {
    await this.written();
    return (await this.panelBody.getByRole('mark').allInnerTexts()).map(line => line.trim());
  }

  // --- keeping

  /** Waits until the server has every edit; answers the revision. */
  async saved(revision) {
    await expect(this.saveState).toHaveText(revision ? `Saved · revision ${revision}` : /^Saved · revision \d+$/, { timeout: 15_000 });
    return Number(/\d+$/.exec(await this.saveState.textContent())[0]);
  }

  /** Gives the design another name. */
  async rename(name) {
    await this.page.getByRole('heading', { level: 1 }).getByRole('button').click();
    await this.inspector.getByLabel('Name', { exact: true }).fill(name);
  }

  // --- dialogs

  /** Pastes a text into the import dialog and asks for it to be added. */
  async paste(text) {
    await this.page.getByRole('button', { name: 'Open', exact: true }).click();
    await this.dialog.getByLabel('JSON to add').fill(text);
    await this.dialog.getByRole('button', { name: 'Add to the design' }).click();
  }

  /** The design as it stands, from the clipboard. */
  async design() {
    await this.page.getByRole('button', { name: 'Export', exact: true }).click();
    await this.page.evaluate(() => navigator.clipboard.writeText(''));
    await this.dialog.getByRole('button', { name: 'Copy the design' }).click();
    let text = '';
    await expect.poll('the clipboard', async () => (text = await this.page.evaluate(() => navigator.clipboard.readText())), t => t !== '');
    await this.dialog.getByRole('button', { name: 'Close' }).click();
    await expect(this.dialog).toHaveCount(0);
    return JSON.parse(text);
  }

  async undo() {
    await this.undoButton.click();
  }

  async redo() {
    await this.redoButton.click();
  }

  /** Undoes everything, and fails if that is not the design that it was. */
  async undoesTo(before) {
    for (let steps = 0; await this.undoButton.isEnabled(); steps += 1) {
      assert.ok(steps < 200, 'undo comes to an end');
      await this.undo();
    }
    assert.deepEqual(await this.design(), before, 'undo restores the design');
  }
}
