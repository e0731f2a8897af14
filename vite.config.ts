// Builds the screens into dist/web. Everything comes from our own host and no script is inline, so that the page runs
// under `script-src 'self'`.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

export default defineConfig({
  plugins: [
    react(),
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
