import {
	type ICredentialDataDecryptedObject,
	type ICredentials,
	ICredentialsHelper,
	type ICredentialType,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeProperties,
} from 'n8n-workflow';

/**
 * Stands in for n8n's own credentials helper, which is part of the `n8n` package and needs its database. Follows n8n's
 * rules for renewal: see `credentials-helper` in n8n 2.41. Everything else in an integration test is n8n's own code.
 */
export class InMemoryCredentials extends ICredentialsHelper {
	/** The content of the credential store. Read again for each request, as in n8n. */
	stored: ICredentialDataDecryptedObject;

	constructor(
		private readonly type: ICredentialType,
		values: ICredentialDataDecryptedObject,
	) {
		super();
		const defaults = type.properties.map(({ name, default: value }) => [name, value]);
		this.stored = { ...Object.fromEntries(defaults), ...values };
	}

	getParentTypes(): string[] {
		return [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		_type: string,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		if (typeof this.type.authenticate !== 'function')
			throw new Error('authenticate is no function');
		return await this.type.authenticate(credentials, request);
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		_type: string,
		node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const expirable = this.type.properties.find(
			({ type, typeOptions }) => type === 'hidden' && typeOptions?.expirable === true,
		)?.name;
		const isTest = node.parameters.temp === '' && node.type === 'n8n-nodes-base.noOp';
		if (!expirable || !this.type.preAuthentication) return undefined;
		if (credentials[expirable] !== '' && !credentialsExpired && !isTest) return undefined;
		const output = await this.type.preAuthentication.call(helpers, credentials);
		if (output[expirable] === undefined) return undefined;
		this.stored = { ...this.stored, ...(output as ICredentialDataDecryptedObject) };
		return Object.assign(credentials, output);
	}

	async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	async getCredentials(): Promise<ICredentials> {
		throw new Error('not needed by a node');
	}

	async getDecrypted(): Promise<ICredentialDataDecryptedObject> {
		return structuredClone(this.stored);
	}

	async updateCredentials(
		_credential: INodeCredentialsDetails,
		_type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.stored = data;
	}

	async updateCredentialsOauthTokenData(): Promise<void> {
		throw new Error('not an OAuth credential');
	}

	getCredentialsProperties(): INodeProperties[] {
		return this.type.properties;
	}
}
