// Everything the console does in the browser beyond htmx. Each page works without it.
(() => {
  'use strict';
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const root = document.documentElement;

  // Theme: auto, light, dark; kept in a cookie so that the server draws the right one at once.
  const themes = ['auto', 'light', 'dark'];
  const themeButton = $('#theme');
  if (themeButton) {
    themeButton.hidden = false;
    themeButton.addEventListener('click', () => {
      const next = themes[(themes.indexOf(root.dataset.theme) + 1) % themes.length];
      root.dataset.theme = next;
      document.cookie = `miroir_theme=${next}; path=/console; max-age=31536000; samesite=lax`;
      $('.theme-text', themeButton).textContent = `Theme: ${next}`;
    });
  }

  // Live refresh: can be paused, rests while the tab is hidden, says when it is cut off.
  const live = $('#live');
  let paused = false;
  let lastGood = new Date();
  const say = (state, text) => {
    if (!live) return;
    live.dataset.state = state;
    live.setAttribute('aria-pressed', String(!paused));
    $('.live-text', live).textContent = text;
  };
  const time = (date) => date.toLocaleTimeString([], { hour12: false });
  const store = {
    read: () => { try { return localStorage.getItem('miroir-paused') === '1'; } catch { return false; } },
    write: (value) => { try { localStorage.setItem('miroir-paused', value ? '1' : '0'); } catch { /* private mode */ } },
  };
  if (live) {
    paused = store.read();
    live.hidden = false;
    const show = () => (paused ? say('paused', `Paused at ${time(lastGood)}`) : say('live', 'Live'));
    show();
    live.addEventListener('click', () => {
      paused = !paused;
      store.write(paused);
      show();
    });
  }
  // A refresh must not take away text that is being selected.
  const selecting = (region) => {
    const selection = getSelection();
    return !selection.isCollapsed && region.contains(selection.anchorNode);
  };
  const isPoll = (event) => event.detail.elt?.hasAttribute('data-live');
  document.addEventListener('htmx:beforeRequest', (event) => {
    if (isPoll(event) && (paused || document.hidden || selecting(event.detail.elt))) event.preventDefault();
  });
  document.addEventListener('htmx:afterRequest', (event) => {
    if (!isPoll(event)) return;
    if (event.detail.successful) {
      lastGood = new Date();
      say('live', 'Live');
    } else {
      say('lost', `Reconnecting, data from ${time(lastGood)}`);
    }
  });

  // Announces a change of the cluster's status, and nothing else.
  const statusNow = () => $('#top-status .badge-word')?.textContent;
  let status = statusNow();
  document.addEventListener('htmx:afterSettle', () => {
    const now = statusNow();
    if (now && now !== status) $('#announce').textContent = `Cluster is ${now}. ${$('#status-sentence')?.textContent ?? ''}`;
    status = now;
    prepare();
  });

  // A refresh leaves what scrolls sideways where it was.
  let scrolled = [];
  document.addEventListener('htmx:beforeSwap', () => { scrolled = $$('.scroll').map((area) => area.scrollLeft); });
  document.addEventListener('htmx:afterSwap', () => {
    $$('.scroll').forEach((area, i) => { area.scrollLeft = scrolled[i] ?? 0; });
  });

  // Selects that filter send their form; the button is for those without scripts.
  const prepare = () => {
    $$('[data-nojs]').forEach((button) => { button.hidden = true; });
    $$('[data-copy]').forEach((button) => { button.hidden = !navigator.clipboard; });
    $$('[data-cells]').forEach((row) => {
      const held = row.contains(document.activeElement) ? document.activeElement : $('.cell', row);
      if (held && !$('.cell[tabindex="0"]', row)) held.setAttribute('tabindex', '0');
    });
  };
  document.addEventListener('change', (event) => {
    if (event.target.matches('[data-submit]')) event.target.form.requestSubmit();
  });
  document.addEventListener('click', async (event) => {
    const button = event.target.closest('[data-copy]');
    if (!button) return;
    await navigator.clipboard.writeText($('code', button.parentElement).textContent);
    button.textContent = 'Copied';
    $('#announce').textContent = 'Copied';
  });

  // The shard map: one tab stop per row, arrows walk from copy to copy.
  const centre = (cell) => cell.getBoundingClientRect().left;
  const step = (cell, key) => {
    const rows = $$('[data-cells]').filter((row) => $('.cell', row));
    const row = cell.closest('[data-cells]');
    const cells = $$('.cell', row);
    const at = cells.indexOf(cell);
    if (key === 'ArrowRight') return cells[at + 1];
    if (key === 'ArrowLeft') return cells[at - 1];
    if (key === 'Home') return cells[0];
    if (key === 'End') return cells[cells.length - 1];
    const next = rows[rows.indexOf(row) + (key === 'ArrowDown' ? 1 : -1)];
    const near = (a, b) => (Math.abs(centre(a) - centre(cell)) <= Math.abs(centre(b) - centre(cell)) ? a : b);
    return next && $$('.cell', next).reduce(near);
  };
  document.addEventListener('keydown', (event) => {
    const cell = event.target.closest?.('.cell');
    const walks = ['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown', 'Home', 'End'].includes(event.key);
    if (!cell || !walks || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const next = step(cell, event.key);
    if (!next) return;
    $$('.cell[tabindex="0"]', next.closest('[data-cells]')).forEach((c) => c.setAttribute('tabindex', '-1'));
    next.setAttribute('tabindex', '0');
    next.focus();
  });
  prepare();
})();
