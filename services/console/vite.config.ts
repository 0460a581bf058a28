import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { writeCompressed } from './write-compressed.ts';

// The api serves what is built at /console/. For work on the pages `npm run dev -w services/console` serves them itself and asks
// the api of `npm start` beside it.
export default defineConfig(({ command }) => {
  // Vite keeps what a shell has set, and would build what is for development: slower, and too large.
  if (command === 'build') process.env.NODE_ENV = 'production';
  return {
    base: '/console/',
    plugins: [react(), writeCompressed()],
    build: {
      outDir: 'dist',
      emptyOutDir: true,
      // The Content-Security-Policy lets no style or script stand in the page.
      assetsInlineLimit: 0,
      // Every browser that has the rest of what is used here preloads modules by itself.
      modulePreload: { polyfill: false },
    },
    server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
  };
});
