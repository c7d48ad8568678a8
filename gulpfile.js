const { rm } = require('node:fs/promises');
const { dest, src } = require('gulp');

/** Everything n8n reads from the package besides JavaScript: icons, editor metadata, output previews. */
const ASSETS = [
	'nodes/**/*.{svg,png}',
	'nodes/**/*.node.json',
	'nodes/**/__schema__/**/*.json',
	'credentials/**/*.{svg,png}',
];

exports.clean = async () => await rm('dist', { recursive: true, force: true });

exports.assets = () => src(ASSETS, { base: '.', encoding: false }).pipe(dest('dist'));
