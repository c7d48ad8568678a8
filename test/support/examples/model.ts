import type { Answer, Received } from './standIn';

interface Question {
	messages: Array<{ role: string; content: string }>;
	tools: Array<{ function: { name: string; parameters: { properties: object } } }>;
}

/**
 * Responds as OpenAI's chat completions API does. Every number in the user's text becomes a call of the only tool, all
 * in one response. n8n wraps the arguments of a tool behind an approval. The final response is what the tools reported.
 */
export function answerAsModel({ body }: Received): Answer {
	const { messages, tools } = JSON.parse(String(body)) as Question;
	const reports = messages.filter(({ role }) => role === 'tool').map(({ content }) => content);
	const asked = messages.filter(({ role }) => role === 'user').at(-1)?.content ?? '';
	const numbers = asked.match(/\d{3,}/g) ?? [];
	const tool = tools[0]?.function;
	const isApproved = tool !== undefined && 'toolParameters' in tool.parameters.properties;
	const argumentsOf = (number: string) =>
		isApproved ? { toolParameters: { number }, hitlParameters: {} } : { number };
	const message = reports.length
		? { role: 'assistant', content: reports.join('\n') }
		: {
				role: 'assistant',
				content: null,
				tool_calls: numbers.map((number, n) => ({
					id: `call_${n}`,
					type: 'function',
					function: {
						name: tool?.name,
						arguments: JSON.stringify(argumentsOf(number)),
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
