// What a page must hold for those who cannot see it, or not well (WCAG 2.1 AA): names of controls,
// links and fields, one main heading, headings in order, unique ids, contrast, no sideways scrolling.
(() => {
  const wrong = [];
  const tell = (element, what) => wrong.push(`${what}: ${element.outerHTML.slice(0, 120)}`);
  const shown = (element) => element.checkVisibility() && element.getClientRects().length > 0;
  if (!document.documentElement.lang) wrong.push("no language");
  if (!document.title.trim()) wrong.push("no title");
  if (document.querySelectorAll("h1").length !== 1) wrong.push("not one h1");
  if (document.querySelectorAll("main").length !== 1) wrong.push("not one main");
  const name = (element) => (element.getAttribute("aria-label") || element.textContent || element.title || "").trim();
  for (const element of document.querySelectorAll("a[href], button, summary")) if (!name(element)) tell(element, "no name");
  for (const element of document.querySelectorAll("input:not([type=hidden]), textarea, select")) {
    if (!element.labels?.length && !element.getAttribute("aria-label")) tell(element, "no label");
  }
  let level = 1;
  for (const heading of document.querySelectorAll("h1,h2,h3,h4")) {
    const now = Number(heading.tagName[1]);
    if (now > level + 1) tell(heading, "heading leaps");
    level = now;
  }
  const ids = new Set();
  for (const { id } of document.querySelectorAll("[id]")) { if (ids.has(id)) wrong.push(`id twice: ${id}`); ids.add(id); }
  for (const element of document.querySelectorAll("[aria-controls], label[for]")) {
    const target = element.getAttribute("aria-controls") || element.getAttribute("for");
    if (!document.getElementById(target)) tell(element, "points nowhere");
  }
  for (const list of document.querySelectorAll("ul, ol")) {
    for (const child of list.children) if (child.tagName !== "LI") tell(child, "not an item of its list");
  }
  const parse = (color) => (color.match(/[\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => {
    const part = (value) => ((value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] > 0.99) return color;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || element.closest(".hidden, .skip, svg, script") || !shown(element)) continue;
    const style = getComputedStyle(element);
    const [a, b] = [light(parse(style.color)), light(ground(element))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (contrast < (large ? 3 : 4.5)) tell(element, `contrast ${contrast.toFixed(2)}`);
  }
  if (document.documentElement.scrollWidth > innerWidth + 1) wrong.push(`wider than the window: ${document.documentElement.scrollWidth}`);
  return wrong;
})()
