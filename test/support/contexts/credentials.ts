import {
	type ICredentialDataDecryptedObject,
	type ICredentials,
	ICredentialsHelper,
	type ICredentialType,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeParameters,
	type INodeProperties,
	type INodeType,
	NodeHelpers,
	Workflow,
} from 'n8n-workflow';

/** As for n8n, expressions of credentials belong to a node that does not exist. */
const NODE: INode = {
	id: 'credential',
	name: 'Credential',
	type: 'n8n-nodes-base.noOp',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const getByName = (): INodeType =>
	({ description: { properties: [], inputs: [], outputs: [] } }) as unknown as INodeType;

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

	/** Leaves out what its display options hide, then evaluates expressions. */
	async getDecrypted(): Promise<ICredentialDataDecryptedObject> {
		const hidden = this.type.properties
			.filter((property) => !NodeHelpers.displayParameter(this.stored, property, null, null))
			.map(({ name }) => name);
		const shown = Object.entries(structuredClone(this.stored)).filter(
			([name]) => !hidden.includes(name),
		);
		const data = Object.fromEntries(shown) as INodeParameters;
		const isExpression = (value: unknown) => typeof value === 'string' && value.startsWith('=');
		if (!Object.values(data).some(isExpression)) return data as ICredentialDataDecryptedObject;
		const { expression } = new Workflow({
			nodes: [NODE],
			connections: {},
			active: false,
			nodeTypes: { getByName, getByNameAndVersion: getByName, getKnownTypes: () => ({}) },
		});
		await expression.acquireIsolate();
		try {
			return expression.getComplexParameterValue(
				NODE,
				data,
				'manual',
				{},
			) as ICredentialDataDecryptedObject;
		} finally {
			await expression.releaseIsolate();
		}
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
