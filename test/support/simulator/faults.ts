/** Faults on demand: their queue, and the response to each kind. */

import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import { interfaceError, operationError, type Answer } from './answers';
import { isService } from './checks';
import type { Fault, FaultKind } from './types';

export class FaultQueue {
	private queue: Array<{
		service: string | undefined;
		destnumber: string | undefined;
		skip: number;
		left: number;
		fault: FaultKind;
	}> = [];

	add({ service, destnumber, after = 0, times = 1, fault }: Fault): void {
		this.queue.push({ service, destnumber, skip: after, left: times, fault });
	}

	/** Returns the fault for this request. Every request counts towards the `after` of every fault it matches. */
	next(service: string, destnumber?: string): FaultKind | undefined {
		let hit: FaultKind | undefined;
		for (const entry of this.queue) {
			if (entry.service !== undefined && !isService(service, entry.service)) continue;
			if (entry.destnumber !== undefined && entry.destnumber !== destnumber) continue;
			if (entry.skip > 0) entry.skip -= 1;
			else if (!hit) {
				hit = entry.fault;
				entry.left -= 1;
			}
		}
		this.queue = this.queue.filter(({ left }) => left > 0);
		return hit;
	}

	clear(): void {
		this.queue = [];
	}
}

/** Whether the request takes effect (the call is dialled) despite the fault. */
export function hasEffect(fault: FaultKind): boolean {
	return (
		'httpAfter' in fault ||
		'delayMs' in fault ||
		'dripMs' in fault ||
		'until' in fault ||
		('reset' in fault && fault.reset === 'after') ||
		('stall' in fault && fault.stall === 'after')
	);
}

/** Returns the regular JSON response that the fault stands for, or undefined. */
export function errorAnswer(fault: FaultKind): Answer | undefined {
	if ('ret' in fault) return interfaceError(fault.ret, fault.msg);
	if ('code' in fault) return operationError(fault.code, fault.desc, fault.codemsg);
	return undefined;
}

function* hugeJson(bytes: number): Generator<string> {
	yield '{"ret":200,"data":{"status":0,"desc":"';
	const filling = 'x'.repeat(65_536);
	for (let left = bytes; left > 0; left -= filling.length) yield filling.slice(0, left);
	yield '"},"msg":""}';
}

/** Returns a body that never ends: one byte every `ms` milliseconds. */
export const drip = (ms: number, closing: AbortSignal): Readable =>
	Readable.from(
		(async function* () {
			for (;;) {
				yield ' ';
				await sleep(ms, undefined, { signal: closing });
			}
		})(),
	);

/** Responds with a fault that is not a regular JSON response. Returns false if the regular response is to follow. */
export async function sendFault(
	fault: FaultKind,
	reply: FastifyReply,
	jsonType: string,
	closing: AbortSignal,
): Promise<boolean> {
	if ('until' in fault) {
		const closed = new Promise((resolve) => closing.addEventListener('abort', resolve));
		await Promise.race([fault.until, closed]);
		return false;
	}
	if ('delayMs' in fault) {
		await sleep(fault.delayMs, undefined, { signal: closing });
		return false;
	}
	if ('reset' in fault) {
		reply.hijack();
		reply.raw.socket?.resetAndDestroy();
	} else if ('stall' in fault) reply.hijack();
	else if ('redirect' in fault) reply.redirect(fault.redirect, fault.status ?? 302);
	else if ('bytes' in fault) reply.type(jsonType).send(Readable.from(hugeJson(fault.bytes)));
	else if ('raw' in fault) {
		const raw = typeof fault.raw === 'string' ? fault.raw : Buffer.from(fault.raw);
		reply.type(fault.contentType ?? jsonType).send(raw);
	} else if ('dripMs' in fault) reply.type(jsonType).send(drip(fault.dripMs, closing));
	else if ('http' in fault) {
		const body = fault.body ?? `<html><body>HTTP ${fault.http}</body></html>`;
		reply
			.headers(fault.headers ?? {})
			.code(fault.http)
			.type(fault.contentType ?? 'text/html')
			.send(body);
	} else if ('httpAfter' in fault) {
		reply.code(fault.httpAfter).type('text/html').send('<html><body>error</body></html>');
	} else return false;
	return true;
}
