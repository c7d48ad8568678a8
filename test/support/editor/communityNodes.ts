import type { Locator, Page } from 'playwright-core';

/** Uses n8n's page Settings > Community nodes as a person does. */
export class CommunityNodesPage {
	constructor(
		private readonly page: Page,
		private readonly baseUrl: string,
	) {}

	async open(): Promise<void> {
		await this.page.goto(`${this.baseUrl}/settings/community-nodes`);
	}

	/** The message that n8n shows when no package is installed. */
	get empty(): Locator {
		return this.page.getByText('Supercharge your workflows with community nodes');
	}

	/** The entry of an installed package. */
	package(name: string): Locator {
		return this.page.getByTestId('community-package-card').filter({ hasText: name });
	}

	/** n8n's notification about the last action. */
	message(title: string): Locator {
		return this.page.getByRole('alert').filter({ hasText: title });
	}

	/** Enters the name, accepts the risk and clicks Install. */
	async install(name: string): Promise<void> {
		await this.page.getByRole('button', { name: 'Install a community node' }).click();
		await this.page.getByTestId('package-name-input').fill(name);
		await this.page.getByTestId('user-agreement-checkbox').click();
		await this.page.getByTestId('install-community-package-button').click();
	}

	async update(name: string): Promise<void> {
		await this.package(name).getByRole('button', { name: 'Update' }).click();
		await this.page.getByRole('button', { name: 'Confirm update' }).click();
	}

	async uninstall(name: string): Promise<void> {
		await this.package(name).getByTestId('action-toggle').click();
		await this.page.getByTestId('action-uninstall').click();
		await this.page.getByRole('button', { name: 'Confirm uninstall' }).click();
	}
}
