'use strict';

/** Lines over time in one SVG, sized to its element; a null value is a gap. All charts share one cursor. */
class LineChart {
  static SVG = 'http://www.w3.org/2000/svg';

  /** ceiling: an upper end of the scale that is always shown, such as a limit. */
  constructor(element, label, series, {format, area = false, least = 1, ceiling = () => 0}) {
    Object.assign(this, {element, series, format, area, least, ceiling});
    this.svg = this.add(element, 'svg', {role: 'img', 'aria-label': label});
    this.grid = this.add(this.svg, 'g');
    this.plot = this.add(this.svg, 'g');
    this.ticks = this.add(this.svg, 'g');
    this.marks = this.add(this.svg, 'g');
  }

  draw(samples, from, until) {
    const width = this.element.clientWidth, height = this.element.clientHeight;
    if (width === 0 || height === 0) return;
    const top = LineChart.scaleEnd(Math.max(this.least, this.ceiling(), ...this.values(samples)));
    const x = sample => (sample.at - from) / (until - from) * width;
    const y = value => height - 1 - value / top * (height - 10);
    this.place = {x, y, width, height};
    this.drawScale(top, y, width);
    this.plot.replaceChildren();
    this.series.forEach((one, index) => this.drawLine(samples, one, index, x, y, height));
  }

  mark(sample) {
    this.marks.replaceChildren();
    if (!sample || !this.place) return;
    const {x, y, height} = this.place, at = x(sample);
    this.add(this.marks, 'line', {class: 'cursor', x1: at, x2: at, y1: 0, y2: height});
    this.series.forEach((one, index) => {
      const value = one.value(sample);
      if (value !== null) this.add(this.marks, 'circle', {class: 'dot s' + index, cx: at, cy: y(value), r: 3.5});
    });
  }

  drawScale(top, y, width) {
    this.grid.replaceChildren();
    this.ticks.replaceChildren();
    for (const value of [0, top / 2, top]) {
      this.add(this.grid, 'line', {class: 'grid', x1: 0, x2: width, y1: y(value), y2: y(value)});
      if (value > 0) this.add(this.ticks, 'text', {class: 'tick', x: 0, y: y(value) + 11}).textContent = this.format(value);
    }
  }

  drawLine(samples, one, index, x, y, height) {
    for (const run of LineChart.runs(samples, one.value)) {
      const points = run.map(sample => x(sample).toFixed(1) + ' ' + y(one.value(sample)).toFixed(1));
      const path = 'M' + points.join('L') + (run.length === 1 ? 'h.1' : '');
      if (this.area && index === 0) {
        const [first, last] = [run[0], run[run.length - 1]].map(sample => x(sample).toFixed(1));
        this.add(this.plot, 'path', {class: 'area', d: `${path}L${last} ${height - 1}L${first} ${height - 1}Z`});
      }
      this.add(this.plot, 'path', {class: 'line s' + index, d: path});
    }
  }

  values(samples) {
    return samples.flatMap(sample => this.series.map(one => one.value(sample) ?? 0));
  }

  add(parent, name, attributes = {}) {
    const element = document.createElementNS(LineChart.SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return parent.appendChild(element);
  }

  /** The stretches of samples that have a value. */
  static runs(samples, value) {
    const runs = [];
    let open = false;
    for (const sample of samples) {
      const known = value(sample) !== null;
      if (known && !open) runs.push([]);
      if (known) runs[runs.length - 1].push(sample);
      open = known;
    }
    return runs;
  }

  /** The least of 1, 2, 4, 6, 8 or 10 times a power of ten that is not below the value: its half is round as well. */
  static scaleEnd(value) {
    const unit = 10 ** Math.floor(Math.log10(value));
    return [1, 2, 4, 6, 8, 10].find(step => step * unit >= value * 0.9999) * unit;
  }
}
