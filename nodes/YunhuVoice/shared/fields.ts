import type { IDataObject } from 'n8n-workflow';
import { withoutPadding } from './text';

/** A field's value as text; the provider sends ids and codes as text or as numbers. */
export const asText = (value: unknown): string => {
	if (value === null || value === undefined) return '';
	return typeof value === 'object' ? JSON.stringify(value) : withoutPadding(String(value));
};

/** How programming languages write "no value" as text. */
const WORD = /null|undefined|none|nil|nan|\\N/.source;
/** Such a word, also in brackets. */
const NO_VALUE = new RegExp(`^(?:(?:${WORD})|\\((?:${WORD})\\)|<(?:${WORD})>)$`, 'i');

/** A field's value as text; empty if it is a word for "no value". */
const valueOf = (value: unknown): string => {
	const text = asText(value);
	return NO_VALUE.test(text) ? '' : text;
};

/**
 * The fields of a callback or of a row in an answer, found whatever their letter case, and which of them nobody asked for.
 */
export class Fields {
	private readonly keys = new Map<string, string[]>();

	private readonly unread: Set<string>;

	constructor(private readonly body: IDataObject) {
		this.unread = new Set(Object.keys(body));
		for (const key of Object.keys(body)) {
			const lower = key.toLowerCase();
			const alike = this.keys.get(lower);
			if (alike) alike.push(key);
			else this.keys.set(lower, [key]);
		}
	}

	has(name: string): boolean {
		return this.keys.has(name);
	}

	/** The value of a field as it came. */
	value(name: string): unknown {
		const [key] = this.keys.get(name) ?? [];
		return key === undefined ? undefined : this.body[key];
	}

	/**
	 * The text of a field, `null` where it is missing, empty, or a word for "no value". Of several names (older and newer
	 * platforms) the first that holds something counts; one that holds something else stays among the others.
	 */
	text(...names: string[]): string | null {
		return this.textBy(valueOf, names);
	}

	/** A text that people choose, such as a name or an ID of their own: `none` is one like any other. `null` where it is missing or empty. */
	chosenText(name: string): string | null {
		return this.textBy(asText, [name]);
	}

	private textBy(read: (value: unknown) => string, names: string[]): string | null {
		let text = '';
		for (const name of names) {
			for (const key of this.keys.get(name) ?? []) {
				const value = read(this.body[key]);
				if (text === '') text = value;
				if (value === '' || value === text) this.unread.delete(key);
			}
		}
		return text === '' ? null : text;
	}

	/**
	 * A field read by a function of one's own. What that function does not understand (it returns `undefined`) is kept among
	 * the others, and `null` given.
	 */
	read<Value>(name: string, reader: (text: string) => Value | null | undefined): Value | null {
		const text = this.text(name);
		if (text === null) return null;
		const value = reader(text);
		if (value === undefined) this.keep(name);
		return value ?? null;
	}

	/** Counts a field among the others although it was read. */
	keep(name: string): void {
		for (const key of this.keys.get(name) ?? [])
			if (valueOf(this.body[key]) !== '') this.unread.add(key);
	}

	/** Everything that was not read, as it came. */
	others(): IDataObject {
		return Object.fromEntries(Object.entries(this.body).filter(([key]) => this.unread.has(key)));
	}
}
