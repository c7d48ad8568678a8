/** Import this before n8n-core, which reads these variables when it loads. No test may touch the user's own n8n. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

process.env.N8N_USER_FOLDER = mkdtempSync(join(tmpdir(), 'yunhu-voice-integration-'));
process.env.N8N_LOG_LEVEL = 'silent';
