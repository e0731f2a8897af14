// Builds the screens into dist/web. Everything comes from our own host and no script is inline, so that the page runs
// under `script-src 'self'`.
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

/** Has the browser fetch the page's own code together with the few first lines that ask for it. */
const pageWithItsCode: Plugin = {
  name: 'page-with-its-code',
  transformIndexHtml: {
    order: 'post',
    handler(_, { bundle = {} }) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const page = chunks.find((chunk) => chunk.facadeModuleId?.endsWith('/web/main.tsx'));
      const first = new Set(chunks.find((chunk) => chunk.isEntry)?.imports);
      return [page?.fileName, ...(page?.imports ?? [])]
        .filter(
          (file) => file !== undefined && !first.has(file) && !chunks.some((c) => c.isEntry && c.fileName === file),
        )
        .map((file) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` },
          injectTo: 'head' as const,
        }));
    },
  },
};

export default defineConfig({
  plugins: [
    react(),
    pageWithItsCode,
    VitePWA({
      strategies: 'generateSW',
      registerType: 'autoUpdate',
      // The entry registers it: an injected script would be inline.
      injectRegister: null,
      manifest: {
        name: '写实',
        short_name: '写实',
        description: '如实记录履职和组织生活',
        lang: 'zh-CN',
        start_url: '/',
        display: 'standalone',
        background_color: '#F3F0EA',
        theme_color: '#FFFEFB',
        icons: [
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
      workbox: {
        globPatterns: ['**/*.{js,css,html,svg,webmanifest}'],
        // Fetched when somebody exports a table; of no use without network on a phone.
        globIgnores: ['**/xlsx-*.js'],
        navigateFallback: '/index.html',
        navigateFallbackDenylist: [/^\/api\//],
        cleanupOutdatedCaches: true,
        clientsClaim: true,
        skipWaiting: true,
      },
    }),
  ],
  build: {
    outDir: 'dist/web',
    emptyOutDir: true,
    // What each screen needs, for measuring its weight.
    manifest: true,
    target: 'chrome100',
    cssTarget: 'chrome100',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
  },
  server: { host: '127.0.0.1', proxy: { '/api': 'http://127.0.0.1:8760' } },
  preview: { host: '127.0.0.1', proxy: { '/api': 'http://127.0.0.1:8760' } },
});
