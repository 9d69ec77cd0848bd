/** The part of a drawing that is seen: moved by dragging, zoomed by the wheel, fitted to its frame. */
export class Viewport {
  readonly #svg: SVGSVGElement;
  #box = { x: 0, y: 0, width: 1200, height: 600 };
  #full = { width: 1200, height: 600 };
  #sized = false;
  #moved = false;

  constructor(svg: SVGSVGElement) {
    this.#svg = svg;
    this.#drag();
    svg.addEventListener(
      'wheel',
      (event) => {
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        this.zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, event);
      },
      { passive: false },
    );
    window.addEventListener('beforeprint', () => this.fit(true));
  }

  /** Whether the pointer has moved the drawing since it went down: then it was no click. */
  get wasMoved(): boolean {
    return this.#moved;
  }

  /** A drawing of another size. */
  hold(width: number, height: number): void {
    this.#full = { width, height };
    this.#grow();
    this.fit(false);
  }

  /** Scrolls as far as it takes to see what lies between two heights. */
  reveal(top: number, bottom: number): void {
    const { y, height } = this.#box;
    if (top < y + 20) this.#box = { ...this.#box, y: top - 60 };
    else if (bottom > y + height - 20) this.#box = { ...this.#box, y: bottom + 60 - height };
    this.#apply();
  }

  /** As high as its content at full width, within bounds; never lower again, so that a click does not move the page. */
  #grow(): void {
    const width = this.#svg.clientWidth || 1100;
    const wanted = Math.min(
      Math.max(((this.#full.height + 32) * width) / (this.#full.width + 32), 260),
      window.innerHeight * 0.74,
      680,
    );
    if (wanted > this.#svg.clientHeight || !this.#sized) this.#svg.style.height = `${wanted}px`;
    this.#sized = true;
  }

  fit(whole: boolean): void {
    const ratio = (this.#svg.clientHeight || 560) / (this.#svg.clientWidth || 1100);
    const pad = 16;
    const width = this.#full.width + pad * 2;
    const fitted = whole ? Math.max(width, (this.#full.height + pad * 2) / ratio) : width;
    const height = fitted * ratio;
    const spare = fitted - width;
    this.#box = {
      x: -pad - spare / 2,
      y: height > this.#full.height ? (this.#full.height - height) / 2 : -pad,
      width: fitted,
      height,
    };
    this.#apply();
  }

  zoom(factor: number, at?: MouseEvent): void {
    const frame = this.#svg.getBoundingClientRect();
    const px = at === undefined ? 0.5 : (at.clientX - frame.left) / frame.width;
    const py = at === undefined ? 0.5 : (at.clientY - frame.top) / frame.height;
    const width = Math.max(240, Math.min(this.#box.width * factor, Math.max(this.#full.width, this.#full.height) * 4));
    const height = (width * this.#box.height) / this.#box.width;
    this.#box = {
      x: this.#box.x + (this.#box.width - width) * px,
      y: this.#box.y + (this.#box.height - height) * py,
      width,
      height,
    };
    this.#apply();
  }

  #apply(): void {
    const { x, y, width, height } = this.#box;
    this.#svg.setAttribute('viewBox', `${x} ${y} ${width} ${height}`);
  }

  #drag(): void {
    let from: { x: number; y: number; box: { x: number; y: number } } | undefined;
    this.#svg.addEventListener('pointerdown', (event) => {
      from = { x: event.clientX, y: event.clientY, box: { x: this.#box.x, y: this.#box.y } };
      this.#moved = false;
    });
    this.#svg.addEventListener('pointermove', (event) => {
      if (from === undefined || event.buttons === 0) return;
      const scale = this.#box.width / (this.#svg.clientWidth || 1);
      const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
      if (!this.#moved && Math.hypot(dx, dy) < 5) return;
      if (!this.#moved) this.#svg.setPointerCapture(event.pointerId);
      this.#moved = true;
      this.#box = { ...this.#box, x: from.box.x - dx * scale, y: from.box.y - dy * scale };
      this.#apply();
    });
    this.#svg.addEventListener('pointerup', () => {
      from = undefined;
    });
  }
}
