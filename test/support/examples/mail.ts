import { type AddressInfo, type Socket, createServer } from 'node:net';

/** A mail server that stores what it receives. */
export interface MailServer {
	port: number;
	/** Every mail, in order: headers and body as text. */
	mails: string[];
	close(): Promise<void>;
}

/** Supports as much SMTP as n8n's e-mail nodes need: no encryption, no authentication. */
export async function startMailServer(): Promise<MailServer> {
	const mails: string[] = [];
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		let received = '';
		let isBody = false;
		const say = (line: string) => socket.write(`${line}\r\n`);
		socket.setEncoding('utf8').on('data', (text: string) => {
			received += text;
			for (;;) {
				const end = isBody ? '\r\n.\r\n' : '\r\n';
				const at = received.indexOf(end);
				if (at < 0) return;
				const part = received.slice(0, at);
				received = received.slice(at + end.length);
				if (isBody) mails.push(decode(part));
				isBody = !isBody && part.toUpperCase() === 'DATA';
				say(isBody ? '354 go on' : '250 ok');
			}
		});
		socket.on('error', () => socket.destroy());
		say('220 stand-in');
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	return {
		port: (server.address() as AddressInfo).port,
		mails,
		close: async () => {
			sockets.forEach((socket) => socket.destroy());
			await new Promise((closed) => server.close(closed));
		},
	};
}

/** Reverses SMTP's dot-stuffing and the quoted-printable encoding. */
const decode = (mail: string): string =>
	mail
		.replace(/^\.\./gm, '.')
		.replace(/=\r\n/g, '')
		.replace(/=([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
