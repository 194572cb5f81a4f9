{
  const POLL_MILLIS = 1000, TIMEOUT_MILLIS = 4000, MIN_WINDOW = 60_000, MAX_WINDOW = 300_000;
  /** Below this a division by the connections says nothing. */
  const MIN_FOR_MEMORY = 1000;
  const byId = id => document.getElementById(id);
  const whole = new Intl.NumberFormat('en-US', {maximumFractionDigits: 0});
  const short = new Intl.NumberFormat('en-US', {notation: 'compact', maximumFractionDigits: 1});
  const count = value => whole.format(value);
  const compact = value => value < 10_000 ? whole.format(value) : short.format(value);
  const rate = value => value > 0 && value < 10 ? value.toFixed(1) : count(value);
  const percent = value => value.toFixed(value < 10 ? 1 : 0) + ' %';
  const millis = value => (value > 0 && value < 10 ? value.toFixed(1) : count(value)) + ' ms';
  const bytes = value => value < 10_000 ? count(value) + ' B' : value < 2 ** 20 ? (value / 1024).toFixed(1) + ' KiB'
    : value < 2 ** 30 ? (value / 2 ** 20).toFixed(1) + ' MiB' : (value / 2 ** 30).toFixed(2) + ' GiB';
  const sum = numbers => Object.values(numbers).reduce((total, number) => total + number, 0);

  const field = (key, label) => ({key, label, value: sample => sample[key]});
  let limit = 0, max = 1;
  const CHARTS = [
    {id: 'open', label: 'Open connections', series: [field('open', 'open')], format: compact, area: true, least: 10},
    {id: 'flow', label: 'Connections per second', format: rate, least: 4,
      series: [field('accepted', 'accepted'), field('closed', 'closed'), field('refused', 'refused')]},
    {id: 'keepalive', label: 'Keepalive per second', format: rate, least: 4,
      series: [field('pings', 'pings'), field('pongs', 'pongs'), field('timeouts', 'timed out')]},
    {id: 'memory', label: 'Memory per connection', format: bytes, least: 100,
      series: [field('heap', 'heap used'), field('resident', 'resident, above start')]},
    {id: 'pauses', label: 'Garbage collection pauses', format: millis, least: 4,
      series: [field('paused', 'paused in this second')], area: true},
    {id: 'cpu', label: 'Processor time', format: percent, least: 10, series: [field('cpu', 'of one core')], area: true},
    {id: 'descriptors', label: 'File descriptors', format: compact, ceiling: () => limit,
      series: [field('descriptors', 'in use')], area: true},
    {id: 'messages', label: 'Messages per second', format: rate, least: 4,
      series: [field('received', 'received'), field('sent', 'sent')]},
    {id: 'published', label: 'Published per second', format: rate, least: 4,
      series: [field('published', 'published'), field('delivered', 'delivered'), field('undelivered', 'missed')]},
    {id: 'lag', label: 'From a publication to its last write', format: millis, least: 1,
      series: [field('lag', 'on average, publish to written')], area: true},
  ];

  for (const chart of CHARTS) {
    chart.lines = new LineChart(byId('chart-' + chart.id), chart.label, chart.series, chart);
    const legend = byId('legend-' + chart.id);
    chart.numbers = legend ? chart.series.map((one, index) => legendEntry(legend, one, index)) : [];
  }

  const samples = [];
  let previous = null, hovered = null, lostSince = null;

  function legendEntry(legend, one, index) {
    const entry = legend.appendChild(document.createElement('div'));
    const number = entry.appendChild(document.createElement('b'));
    number.id = 'now-' + one.key;
    number.textContent = '–';
    entry.appendChild(document.createElement('i')).className = 's' + index;
    entry.appendChild(document.createElement('span')).textContent = one.label;
    return number;
  }

  async function poll() {
    const status = await ask();
    setTimeout(poll, POLL_MILLIS);
    if (status) take(status);
    else lose();
  }

  /** The status, or null when the server does not give one. */
  async function ask() {
    try {
      const answer = await fetch('status', {cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MILLIS)});
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  function take(status) {
    lostSince = null;
    // A server that was started again counts from 0: no rate can be told across the start.
    if (previous && status.uptimeSeconds <= previous.uptimeSeconds) previous = null;
    samples.push(sampleOf(status));
    previous = status;
    limit = status.descriptors.limit;
    max = status.connections.max;
    while (samples[0].at < Date.now() - MAX_WINDOW) samples.shift();
    showState(status);
    showNotes(status);
    render();
  }

  function lose() {
    lostSince ??= Date.now();
    previous = null;
    if (samples.length > 0 && known(samples[samples.length - 1])) samples.push(gap());
    byId('lost').textContent = `Connection lost, retrying. Nothing heard for ${Math.round((Date.now() - lostSince) / 1000)} s.`;
    byId('lost').hidden = false;
    document.querySelector('main').classList.add('stale');
    setPhase('lost', 'no answer');
    document.title = 'Mooring: no answer';
  }

  function gap() {
    const empty = {at: Date.now()};
    for (const chart of CHARTS) for (const one of chart.series) empty[one.key] = null;
    return empty;
  }

  function sampleOf(status) {
    const {connections, keepalive, messages, memory} = status, open = connections.open;
    const perConnection = value => open < MIN_FOR_MEMORY ? null : Math.max(0, value) / open;
    const seconds = previous ? status.uptimeSeconds - previous.uptimeSeconds : 0;
    const perSecond = read => previous ? Math.max(0, read(status) - read(previous)) / seconds : null;
    return {
      at: Date.now(), open,
      accepted: perSecond(s => s.connections.accepted),
      closed: perSecond(s => s.connections.ended),
      refused: perSecond(s => sum(s.connections.refused)),
      pings: perSecond(s => s.keepalive.pingsSent),
      pongs: perSecond(s => s.keepalive.pongsReceived),
      timeouts: perSecond(s => s.keepalive.pingTimeouts),
      received: perSecond(s => s.messages.received),
      sent: perSecond(s => s.messages.sent),
      published: perSecond(s => s.messages.published),
      delivered: perSecond(s => s.messages.delivered),
      undelivered: perSecond(s => s.messages.undelivered),
      lag: meanLag(status.messages.deliveryLag, previous?.messages.deliveryLag),
      cpu: perSecond(s => s.cpuSeconds * 100),
      paused: perSecond(s => s.collectionPauses.totalSeconds * 1000),
      heap: perConnection(memory.heapUsedBytes),
      resident: perConnection(memory.residentBytes - memory.residentAtStartBytes),
      descriptors: status.descriptors.used,
    };
  }

  /** In milliseconds; null while nothing is published. */
  function meanLag(now, before) {
    return before && now.count > before.count ? (now.totalSeconds - before.totalSeconds) / (now.count - before.count) * 1000 : null;
  }

  function showState(status) {
    const {open} = status.connections, full = status.phase === 'serving' && open >= max;
    setPhase(full ? 'full' : status.phase, full ? 'at the cap' : status.phase);
    byId('uptime').textContent = 'up ' + duration(status.uptimeSeconds);
    byId('loops').textContent = status.eventLoops + (status.eventLoops === 1 ? ' event loop' : ' event loops');
    byId('drain').disabled = status.phase === 'draining';
    byId('lost').hidden = true;
    document.querySelector('main').classList.remove('stale');
    document.title = count(open) + ' open · Mooring';
  }

  function showOpen(open) {
    const share = open / max * 100;
    byId('open').textContent = count(open);
    byId('max').textContent = count(max);
    // Cut off, not rounded: 100 % is to mean full.
    byId('share').textContent = (Math.floor(share * 10) / 10).toFixed(1) + ' %';
    byId('fill').style.width = Math.min(100, share) + '%';
    byId('bar').classList.toggle('high', share >= 95);
    byId('bar').setAttribute('aria-valuenow', share.toFixed(1));
  }

  function setPhase(state, text) {
    byId('phase').dataset.state = state;
    byId('phase').textContent = text;
  }

  function showNotes(status) {
    const {connections, keepalive, messages, memory, descriptors, collectionPauses: pauses} = status;
    byId('note-flow').textContent = `${count(connections.accepted)} accepted, ${count(sum(connections.refused))} refused, `
      + `${count(connections.handshakeFailures)} failed in all; ${count(connections.inHandshake)} in the handshake now`;
    byId('note-keepalive').textContent = `${count(keepalive.pingTimeouts)} timed out, ${count(connections.slowCloses)} closed as too slow`;
    byId('note-memory').textContent = `Resident ${bytes(memory.residentBytes)}, of that ${bytes(memory.residentAtStartBytes)} at the start. `
      + 'Kernel socket memory is not in it.';
    byId('note-pauses').textContent = pauses.count === 0 ? 'none since the start'
      : `${count(pauses.count)} in all, ${millis(pauses.totalSeconds * 1000)}; longest ${millis(pauses.longestSeconds * 1000)}`;
    byId('note-cpu').textContent = `${duration(status.cpuSeconds)} of processor time since the start`;
    byId('note-descriptors').textContent = `of ${count(descriptors.limit)}` + (descriptors.estimated ? ', estimated: this kernel does not count them' : '');
    byId('note-messages').textContent = `${bytes(messages.queuedBytes)} queued now`;
    byId('note-published').textContent = `${count(messages.topics)} topics and users heard, ${count(messages.subscriptions)} subscriptions; `
      + `${count(messages.publishedRefused)} refused in all`;
    byId('note-lag').textContent = `longest since the start ${millis(messages.deliveryLag.longestSeconds * 1000)}`;
    fill('closed', 'Closed, by code', Object.entries(connections.closed));
    fill('refused', 'Refused', Object.entries(connections.refused).map(([reason, n]) => [reason.replaceAll('_', ' '), n]));
    fill('failed', 'Failed handshakes', Object.entries(connections.failed));
  }

  function fill(id, title, rows) {
    const table = byId(id);
    table.replaceChildren();
    table.createCaption().textContent = title;
    for (const [name, number] of rows) {
      const row = table.insertRow();
      row.insertCell().textContent = name;
      row.insertCell().textContent = count(number);
    }
    if (rows.length === 0) table.insertRow().insertCell().textContent = 'none';
  }

  function duration(seconds) {
    const whole = Math.floor(seconds), days = Math.floor(whole / 86400), hours = Math.floor(whole / 3600) % 24;
    const minutes = Math.floor(whole / 60) % 60;
    if (days > 0) return `${days} d ${hours} h`;
    if (hours > 0) return `${hours} h ${minutes} min`;
    return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole % 60} s`;
  }

  const known = sample => sample.open !== null;

  function span() {
    const until = samples[samples.length - 1].at;
    const length = Math.min(MAX_WINDOW, Math.max(MIN_WINDOW, until - samples[0].at));
    return {from: until - length, until};
  }

  function render() {
    if (samples.length === 0) return;
    const {from, until} = span(), shown = hovered ?? samples.findLast(known);
    for (const chart of CHARTS) {
      chart.lines.draw(samples, from, until);
      chart.lines.mark(hovered);
      chart.numbers.forEach((number, index) => {
        const value = chart.series[index].value(shown);
        number.textContent = value === null ? '–' : chart.format(value);
      });
    }
    showOpen(shown.open);
    byId('moment').textContent = hovered ? `${Math.round((until - hovered.at) / 1000)} s ago` : `last ${Math.round((until - from) / 1000)} s`;
  }

  function hover(event) {
    if (samples.length === 0) return;
    const box = event.currentTarget.getBoundingClientRect(), {from, until} = span();
    const at = from + (event.clientX - box.left) / box.width * (until - from);
    hovered = samples.filter(known).reduce((nearest, sample) => Math.abs(sample.at - at) < Math.abs(nearest.at - at) ? sample : nearest);
    render();
  }

  for (const chart of document.querySelectorAll('.chart')) {
    chart.addEventListener('pointermove', hover);
    chart.addEventListener('pointerleave', () => { hovered = null; render(); });
  }
  byId('drain').addEventListener('click', () => byId('confirm').showModal());
  byId('confirm').addEventListener('close', () => {
    if (byId('confirm').returnValue === 'drain') fetch('drain', {method: 'POST'}).catch(lose);
  });
  new ResizeObserver(render).observe(document.querySelector('main'));
  poll();
}
