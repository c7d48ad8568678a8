import type { Answer, Received } from './standIn';

interface Question {
	messages: Array<{ role: string; content: string }>;
	tools: Array<{ function: { name: string; parameters: { properties: object } } }>;
}

/** What the tools have reported to the model so far. */
export const reportsIn = ({ body }: Received): string[] =>
	(JSON.parse(String(body)) as Question).messages
		.filter(({ role }) => role === 'tool')
		.map(({ content }) => content);

/**
 * Responds as OpenAI's chat completions API does: first with calls of the only tool, all in one response, then with what the
 * tools reported.
 *
 * @param argumentsFor the arguments of each call that the user's text leads to.
 */
export function answerWith(received: Received, argumentsFor: (asked: string) => object[]): Answer {
	const { messages, tools } = JSON.parse(String(received.body)) as Question;
	const reports = reportsIn(received);
	const asked = messages.filter(({ role }) => role === 'user').at(-1)?.content ?? '';
	const message = reports.length
		? { role: 'assistant', content: reports.join('\n') }
		: {
				role: 'assistant',
				content: null,
				tool_calls: argumentsFor(asked).map((given, n) => ({
					id: `call_${n}`,
					type: 'function',
					function: {
						name: tools[0]?.function.name,
						arguments: JSON.stringify(given),
					},
				})),
			};
	return {
		body: {
			id: 'completion',
			object: 'chat.completion',
			created: 0,
			model: 'stand-in',
			choices: [{ index: 0, message, finish_reason: reports.length ? 'stop' : 'tool_calls' }],
			usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
		},
	};
}

/** Calls every number in the user's text. n8n wraps the arguments of a tool behind an approval. */
export function answerAsModel(received: Received): Answer {
	const [tool] = (JSON.parse(String(received.body)) as Question).tools;
	const isApproved = tool !== undefined && 'toolParameters' in tool.function.parameters.properties;
	return answerWith(received, (asked) =>
		(asked.match(/\d{3,}/g) ?? []).map((number) =>
			isApproved ? { toolParameters: { number }, hitlParameters: {} } : { number },
		),
	);
}
