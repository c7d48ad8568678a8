import type { Browser, Locator, Page, Response } from 'playwright-core';
import type { N8nInstance } from '../harness/n8n';
import { until } from '../harness/wait';
import { openPage } from './browser';

/** Uses n8n's workflow editor as a person does. Only this class knows the markup of the editor. */
export class Editor {
	constructor(
		readonly page: Page,
		private readonly baseUrl: string,
	) {}

	/** Signs in with n8n's form. */
	static async signIn(
		browser: Browser,
		{ baseUrl, owner }: Pick<N8nInstance, 'baseUrl' | 'owner'>,
		look: Parameters<typeof openPage>[1] = {},
	): Promise<Editor> {
		const page = await openPage(browser, look);
		await page.goto(`${baseUrl}/signin`);
		await page.locator('input[name=emailOrLdapLoginId]').fill(owner.email);
		await page.locator('input[name=password]').fill(owner.password);
		await page.getByTestId('form-submit-button').click();
		await page.waitForURL(/\/(home|workflow)/);
		// n8n opens its Production Checklist over the canvas after publishing.
		const checklist = page.getByTestId('suggested-actions-close');
		await page.addLocatorHandler(checklist, async (close) => await close.click());
		return new Editor(page, baseUrl);
	}

	/** @param id default: a new, empty workflow */
	async openWorkflow(id = 'new'): Promise<void> {
		await this.page.goto(`${this.baseUrl}/workflow/${id}`);
		await this.page.getByTestId('canvas-background').waitFor();
	}

	/** Imports a file into the open, empty workflow, through its menu. Returns the id under which n8n saves it. */
	async importFile(path: string): Promise<string> {
		return await this.saved(async () => {
			await this.page.getByTestId('workflow-menu').click();
			await this.page.getByRole('menuitem', { name: 'Import' }).hover();
			const choice = this.page.waitForEvent('filechooser');
			await this.page.getByRole('menuitem', { name: 'From file' }).click();
			await (await choice).setFiles(path);
		});
	}

	/** Pastes a workflow's JSON into the open, empty workflow. Returns the id under which n8n saves it. */
	async paste(json: string): Promise<string> {
		return await this.saved(async () => {
			await this.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
			await this.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(json)})`);
			await this.page.keyboard.press('ControlOrMeta+V');
		});
	}

	/** Returns the first line of each note on the canvas whose text does not fit in it. */
	async cutOffNotes(): Promise<string[]> {
		return await this.page.evaluate(`
			[...document.querySelectorAll('[data-test-id="sticky"]')]
				.filter((note) => [...note.querySelectorAll('*')].some(
					(part) => part.scrollHeight > part.clientHeight + 1
						&& getComputedStyle(part).overflowY !== 'visible',
				))
				.map((note) => note.innerText.trim().split('\\n')[0])
		`);
	}

	/** Saves the open workflow. n8n does not always save by itself that it gave a chosen credential to other nodes, too. */
	async saveWorkflow(): Promise<void> {
		const saved = this.page.waitForResponse(
			(response) =>
				response.request().method() === 'PATCH' && response.url().includes('/rest/workflows/'),
		);
		await this.page.keyboard.press('Control+s');
		await saved;
	}

	/** Publishes the open workflow. Returns the title of n8n's response. */
	async publish(): Promise<string> {
		await this.page.getByTestId('workflow-open-publish-modal-button').click();
		const dialogs = this.page.getByRole('dialog');
		const asked = dialogs.filter({ has: this.page.getByTestId('workflow-publish-button') });
		await asked.getByTestId('workflow-publish-button').click();
		const answer = dialogs.filter({
			hasText: /Workflow published|Conflicting (Trigger|Webhook) Path/,
		});
		const title = await answer.locator('.el-dialog__title, h1, h2').first().innerText();
		await answer.getByRole('button', { name: 'Close this dialog' }).click();
		return title;
	}

	/** Fits the open workflow into the window. Returns the names and notes that n8n's buttons then cover. */
	async covered(): Promise<string[]> {
		await this.page.getByTestId('zoom-to-fit').click();
		return await this.page.evaluate<string[]>(`(() => {
			const all = (selector) => [...document.querySelectorAll(selector)];
			const buttons = all('[data-test-id=canvas-controls], [class*=executionButtons]');
			const texts = all('[data-test-id=canvas-node] [class*=_description_], [data-test-id=sticky]');
			const meet = (a, b) =>
				a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
			const [areas, covers] = [texts, buttons].map((elements) =>
				elements.map((element) => element.getBoundingClientRect()),
			);
			if (covers.length < 2 || areas.length === 0) throw new Error('The canvas has changed');
			return texts
				.filter((_, index) => covers.some((cover) => meet(areas[index], cover)))
				.map((element) => element.textContent);
		})()`);
	}

	/**
	 * Starts the open workflow: with the orange button, or with the one that appears beside a trigger.
	 *
	 * @returns the name of the trigger that n8n starts
	 */
	async startedBy(beside?: string): Promise<string> {
		const { page } = this;
		const isRun = (url: string) => /\/rest\/workflows\/[^/]+\/run$/.test(url);
		const asked = page.waitForRequest((request) => isRun(request.url()));
		if (beside === undefined) await this.executeWorkflow();
		else {
			await this.node(beside).hover();
			await page.getByTestId(`execute-workflow-button-${beside}`).click();
		}
		const { triggerToStartFrom } = (await asked).postDataJSON() as {
			triggerToStartFrom: { name: string };
		};
		return triggerToStartFrom.name;
	}

	/** Runs an action after which n8n saves a new workflow automatically. Returns the workflow id. */
	private async saved(act: () => Promise<void>): Promise<string> {
		const isSaving = (response: Response) =>
			response.request().method() === 'POST' && response.url().includes('/rest/workflows');
		const saving = this.page.waitForResponse(isSaving);
		await act();
		const { data } = (await (await saving).json()) as { data: { id: string } };
		await this.page.waitForURL(`**/workflow/${data.id}`);
		return data.id;
	}

	/** Opens what n8n has kept of a workflow's executions, with one of them; default: the newest. */
	async openExecutions(workflowId: string, executionId = ''): Promise<void> {
		await this.page.goto(`${this.baseUrl}/workflow/${workflowId}/executions/${executionId}`);
		await this.page.getByTestId('execution-time').first().waitFor();
	}

	/** Opens one of n8n's data tables, scrolled to the right by some pixels. */
	async openTable(name: string, scrolledBy = 0): Promise<void> {
		await this.page.goto(`${this.baseUrl}/home/datatables`);
		await this.page.getByTestId('data-table-card').filter({ hasText: name }).click();
		await this.page
			.getByTestId('data-table-grid')
			.locator('.ag-center-cols-container .ag-cell')
			.first()
			.hover();
		await this.page.mouse.wheel(scrolledBy, 0);
	}

	/** The workflow, with n8n's buttons over it. */
	get canvas(): Locator {
		return this.page.getByTestId('canvas-wrapper');
	}

	// The node panel

	/** The panel on the right for adding nodes. */
	get nodePanel(): Locator {
		return this.page.getByTestId('node-creator');
	}

	/** An entry of the node panel. */
	offer(name: string): Locator {
		return this.nodePanel.getByTestId('node-creator-item-name').filter({ hasText: name });
	}

	/** Opens the node panel with the + of the empty canvas or of the last node, and enters a search text. */
	async search(text: string): Promise<void> {
		const plus = this.page.getByTestId('canvas-handle-plus').last();
		await this.page.getByTestId('canvas-plus-button').or(plus).last().click();
		await this.page.getByTestId('node-creator-search-bar').fill(text);
	}

	/** Adds a node by one of its actions or triggers, after `search`. This opens its parameters. */
	async add(node: string, action: string): Promise<void> {
		await this.offer(node).first().click();
		await this.offer(action).click();
		await this.panel.waitFor();
	}

	// A node's parameters

	/** The open node: input on the left, parameters, output on the right. */
	get panel(): Locator {
		return this.page.getByTestId('ndv');
	}

	get parameters(): Locator {
		return this.panel.getByTestId('node-parameters');
	}

	node(name: string): Locator {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	async openNode(name: string): Promise<void> {
		await this.node(name).dblclick();
		await this.panel.waitFor();
	}

	async closeNode(): Promise<void> {
		await this.panel.getByTestId('ndv-close-button').click();
		await this.panel.waitFor({ state: 'hidden' });
	}

	/** The field of a parameter in the open node. */
	field(parameter: string): Locator {
		return this.panel.getByTestId(`parameter-input-${parameter}`);
	}

	async fill(values: Record<string, string>): Promise<void> {
		for (const [parameter, value] of Object.entries(values)) {
			await this.field(parameter).locator('input').fill(value);
		}
	}

	/** Toggles a switch of the open node. */
	async turn(parameter: string): Promise<void> {
		await this.field(parameter).locator('.el-switch').click();
	}

	/** Chooses an option of a field of the open node. */
	async choose(parameter: string, option: string): Promise<void> {
		await this.field(parameter).click();
		await this.page.getByRole('option').filter({ hasText: option }).first().click();
	}

	/** Opens the list of a locator of the open node. Returns what it offers. */
	async openList(parameter: string): Promise<string[]> {
		await this.panel.getByTestId(`resource-locator-${parameter}`).getByTestId('rlc-input').click();
		return await this.offeredInList();
	}

	/** Types into the search of the open list. Returns what it still offers. */
	async searchOpenList(text: string): Promise<string[]> {
		const before = await this.page.getByTestId('rlc-item').count();
		await this.page.getByTestId('rlc-search').fill(text);
		await until(
			async () => (await this.page.getByTestId('rlc-item').count()) !== before || undefined,
			10_000,
			() => new Error('The list does not react to the search'),
		);
		return await this.offeredInList();
	}

	private async offeredInList(): Promise<string[]> {
		const items = this.page.getByTestId('rlc-item');
		await items.first().waitFor();
		return (await items.allInnerTexts()).map((text) => text.trim());
	}

	/** Expands the trigger's webhook URLs. Returns the one of this kind. */
	async showAddress(kind: 'Test URL' | 'Production URL'): Promise<Locator> {
		const choice = this.parameters.getByTestId(
			kind === 'Test URL' ? 'radio-button-test' : 'radio-button-production',
		);
		if (!(await choice.isVisible())) await this.parameters.getByTitle('webhook URLs').click();
		await choice.click();
		return this.parameters.getByText(/^http.*\/webhook$/);
	}

	// The credential

	get credential(): Locator {
		return this.page.getByTestId('editCredential-modal');
	}

	/** The result of the credential's test, above the fields. */
	get verdict(): Locator {
		return this.credential.getByTestId('node-credentials-config-container');
	}

	/** Opens a new credential from the open node, which has none yet. */
	async newCredential(): Promise<void> {
		await this.parameters.getByText('Connect to Yunhu Voice').click();
		await this.credential.waitFor();
	}

	/** Chooses a stored credential in the open node. */
	async chooseCredential(name: string): Promise<void> {
		await this.parameters.getByTestId('node-credentials-select').click();
		const offered = this.page.getByTestId(/^node-credentials-select-item-/);
		await offered.filter({ hasText: name, visible: true }).click();
	}

	/** Opens the credential of the open node. */
	async editCredential(): Promise<void> {
		await this.parameters.getByTestId('credential-edit-button').click();
		await this.credential.waitFor();
	}

	/** Fills in fields of the open credential and saves it. n8n then tests it. */
	async saveCredential(values: Record<string, string>): Promise<void> {
		for (const [name, value] of Object.entries(values)) {
			await this.credential.getByTestId(`parameter-input-${name}`).locator('input').fill(value);
		}
		await this.credential.getByTestId('credential-save-button').click();
	}

	/** Clicks Retry, which tests the saved credential. */
	async testCredential(): Promise<void> {
		await this.verdict.getByRole('button', { name: 'Retry' }).click();
	}

	/** Expands the reason why the credential's test failed. */
	async showDetails(): Promise<void> {
		await this.verdict.getByText('More details').click();
	}

	async closeCredential(): Promise<void> {
		await this.credential.getByRole('button', { name: 'Close this dialog' }).click();
		await this.credential.waitFor({ state: 'hidden' });
	}

	// Running

	async executeStep(): Promise<void> {
		await this.panel.getByTestId('node-execute-button').click();
	}

	async executeWorkflow(): Promise<void> {
		await this.page.getByTestId('execute-workflow-button').click();
	}

	/** Shows the output of the open node as a list of its fields. */
	async showSchema(): Promise<void> {
		await this.output.getByText('Schema', { exact: true }).click();
	}

	get output(): Locator {
		return this.panel.getByTestId('output-panel');
	}

	/** A notification in the corner of the page. */
	message(title: string): Locator {
		return this.page.getByRole('alert').filter({ hasText: title });
	}
}
