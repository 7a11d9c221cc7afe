import { defineConfig } from 'vite';

// The gateway's content security policy allows nothing inline, so nothing is
// inlined; its static files are immutable below assets/.
export default defineConfig({
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    // `npm run dev` beside a running system.
    proxy: { '/v1': process.env['RASOAT_URL'] ?? 'http://127.0.0.1:8080' },
  },
});
