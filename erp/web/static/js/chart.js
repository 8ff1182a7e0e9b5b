// <erp-chart data-chart="{…}">: a picture drawn once it comes into view; the drawing library is loaded with the first.
// The exact figures stand in the table below it, so the picture itself is hidden from screen readers.
let engine;

function load(address) {
  engine ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => done(window.echarts);
    script.onerror = failed;
    document.head.append(script);
  });
  return engine;
}

class Chart extends HTMLElement {
  connectedCallback() {
    this.setAttribute("aria-hidden", "true");
    this.seen = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) { this.seen.disconnect(); this.draw(); }
    }, { rootMargin: "100px" });
    this.seen.observe(this);
  }

  disconnectedCallback() {
    this.seen?.disconnect();
    this.watch?.disconnect();
    this.sized?.disconnect();
    this.chart?.dispose();
  }

  async draw() {
    let echarts;
    try { echarts = await load(this.dataset.engine); } catch { this.remove(); return; }
    if (!this.isConnected) return;
    const told = JSON.parse(this.dataset.chart);
    this.chart = echarts.init(this, null, { renderer: "svg" });
    const paint = () => this.chart.setOption(options(told, this), true);
    paint();
    this.chart.on("click", (event) => { if (told.hrefs[event.dataIndex]) location.assign(told.hrefs[event.dataIndex]); });
    this.watch = new MutationObserver(paint);
    this.watch.observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
    this.sized = new ResizeObserver(() => this.chart.resize());
    this.sized.observe(this);
    this.dataset.drawn = "";
  }
}
customElements.define("erp-chart", Chart);

function options(told, element) {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const ink = colour("--ink");
  const quiet = colour("--quiet");
  const line = colour("--line");
  const palette = ["--chart-1", "--chart-2", "--chart-3", "--chart-4", "--chart-5", "--chart-6"].map(colour);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const locale = document.documentElement.lang || "en";
  const places = told.unit === "amount" ? 2 : told.unit === "percent" ? 1 : 0;
  const exact = new Intl.NumberFormat(locale, { minimumFractionDigits: places, maximumFractionDigits: places });
  const short = new Intl.NumberFormat(locale, { notation: "compact" });
  const unit = told.unit === "percent" ? " %" : "";
  const text = { color: quiet, fontSize: 11, fontFamily: getComputedStyle(element).fontFamily };
  const now = told.series.filter((series) => !series.before).length;
  const shared = {
    animation: !still,
    animationDuration: 250,
    color: palette,
    textStyle: text,
    tooltip: {
      trigger: told.kind === "shares" ? "item" : "axis",
      confine: true,
      renderMode: "richText",
      backgroundColor: colour("--surface"),
      borderColor: line,
      textStyle: { color: ink, fontSize: 12 },
      valueFormatter: (value) => (value == null ? "" : exact.format(value) + unit),
    },
    legend: told.series.length > 1 || told.kind === "shares"
      ? { bottom: 0, itemWidth: 14, itemHeight: 8, textStyle: text, type: "scroll", pageTextStyle: text } : undefined,
  };
  if (told.kind === "shares") {
    return {
      ...shared,
      series: [{
        type: "pie", radius: ["48%", "74%"], center: ["50%", "44%"], cursor: "pointer",
        label: { show: told.categories.length <= 6, color: ink, fontSize: 11, formatter: "{d} %" },
        itemStyle: { borderColor: colour("--surface"), borderWidth: 2 },
        data: told.categories.map((name, number) => ({ name, value: Number(told.series[0].values[number]) })),
      }],
    };
  }
  return {
    ...shared,
    grid: { left: 6, right: 10, top: 10, bottom: told.series.length > 1 ? 26 : 4, containLabel: true },
    xAxis: {
      type: "category", data: told.categories, boundaryGap: told.kind === "bars",
      axisLabel: { ...text, hideOverlap: true, interval: told.kind === "bars" ? 0 : "auto", overflow: "truncate", width: 110 },
      axisLine: { lineStyle: { color: line } }, axisTick: { show: false },
    },
    yAxis: {
      type: "value", min: told.unit === "percent" ? (value) => Math.max(0, Math.floor(value.min / 10) * 10 - 10) : undefined,
      max: told.unit === "percent" ? 100 : undefined,
      axisLabel: { ...text, formatter: (value) => short.format(value) + unit }, splitLine: { lineStyle: { color: line } },
    },
    series: told.series.map((series, number) => {
      const shade = palette[series.before ? number - now : number];
      const data = series.values.map((value) => (value == null ? null : Number(value)));
      if (told.kind === "bars") {
        return { name: series.name, type: "bar", data, barMaxWidth: 46, itemStyle: { color: shade, borderRadius: [3, 3, 0, 0] } };
      }
      return {
        name: series.name, type: "line", data, smooth: false, symbol: "circle", symbolSize: 6,
        showSymbol: data.length < 12, color: shade,
        lineStyle: series.before ? { width: 1, type: "dashed", opacity: 0.75 } : { width: 2 },
        z: series.before ? 1 : 2,
      };
    }),
  };
}
