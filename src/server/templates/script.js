// What the page does better with a script: offers while one types, keys, a range to drag, copying.
"use strict";
(() => {
  const field = document.getElementById("q");
  const form = document.getElementById("search");
  const opens = () => [...document.querySelectorAll(".hit a.open")];

  // Keys: / to the field, arrows from statement to statement.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.matches("input, textarea, select, pre");
    if (event.key === "/" && !typing && field) {
      event.preventDefault();
      field.focus();
      field.select();
      return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    if (event.defaultPrevented || (typing && event.target !== field)) return;
    const links = opens();
    const at = links.indexOf(document.activeElement);
    if (!links.length || (at < 0 && event.key === "ArrowUp") || (at < 0 && !typing && document.activeElement !== document.body)) return;
    event.preventDefault();
    if (event.key === "ArrowUp" && at === 0) return field && field.focus();
    const next = links[Math.min(at + (event.key === "ArrowDown" ? 1 : -1), links.length - 1)];
    next.focus({ preventScroll: true });
    next.closest(".hit").scrollIntoView({ block: "nearest" });
  });

  // Offers: speakers and topics for the word before the cursor.
  if (form && field) {
    const list = document.createElement("ul");
    list.className = "offers";
    list.id = "offers";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Speakers and topics");
    list.hidden = true;
    form.append(list);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", "offers"]]) field.setAttribute(name, value);
    let offers = [];
    let chosen = -1;
    let timer = 0;
    let asked = null;

    const word = () => {
      const before = field.value.slice(0, field.selectionStart);
      const match = before.match(/(?:(?:speaker|topic):"?[^"]*|[^\s"():]+)$/u);
      return match ? match[0] : "";
    };
    const choose = (at) => {
      chosen = at;
      [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
      if (at < 0) field.removeAttribute("aria-activedescendant");
      else field.setAttribute("aria-activedescendant", "offer-" + at);
    };
    const close = () => {
      clearTimeout(timer);
      if (asked) asked.abort();
      list.hidden = true;
      field.setAttribute("aria-expanded", "false");
      choose(-1);
    };
    const take = (offer) => {
      const end = field.selectionStart;
      const rest = (field.value.slice(0, end - word().length) + field.value.slice(end)).trim();
      field.value = rest;
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = offer.filter;
      input.value = offer.filter === "speaker" ? "=" + offer.value : offer.value;
      form.append(input);
      close();
      form.requestSubmit();
    };
    const span = (text, kind) => {
      const element = document.createElement("span");
      element.textContent = text;
      element.className = kind;
      return element;
    };
    const show = (found) => {
      offers = found;
      list.replaceChildren(...found.map((offer, at) => {
        const item = document.createElement("li");
        item.id = "offer-" + at;
        item.setAttribute("role", "option");
        item.append(span(offer.filter, "quiet"), span(offer.value, "name"), span((offer.role ? offer.role + " · " : "") + offer.count, "quiet"));
        item.addEventListener("mousedown", (event) => { event.preventDefault(); take(offer); });
        return item;
      }));
      list.hidden = !found.length;
      field.setAttribute("aria-expanded", String(!list.hidden));
      choose(-1);
    };
    field.addEventListener("input", () => {
      clearTimeout(timer);
      const prefix = word();
      if (prefix.length < 2) return close();
      timer = setTimeout(async () => {
        if (asked) asked.abort();
        asked = new AbortController();
        try {
          const answer = await fetch("/api/offer?prefix=" + encodeURIComponent(prefix), { signal: asked.signal });
          if (answer.ok) show((await answer.json()).offers);
        } catch (error) {
          if (error.name !== "AbortError") close();
        }
      }, 90);
    });
    field.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        choose((chosen + 1 + step + offers.length + 1) % (offers.length + 1) - 1);
      } else if (event.key === "Enter" && chosen >= 0) {
        event.preventDefault();
        take(offers[chosen]);
      } else if (event.key === "Escape") {
        event.preventDefault();
        close();
      }
    });
    field.addEventListener("blur", close);
    form.addEventListener("submit", close);
  }

  // A range of time to drag over.
  for (const figure of document.querySelectorAll("[data-drag]")) {
    const bars = [...figure.querySelectorAll("rect")];
    const box = figure.querySelector("svg");
    let from = -1;
    let to = -1;
    const at = (event) => {
      const place = box.getBoundingClientRect();
      const part = (event.clientX - place.left) / place.width;
      return Math.max(0, Math.min(bars.length - 1, Math.floor(part * bars.length)));
    };
    const paint = () => bars.forEach((bar, i) => bar.classList.toggle("chosen", from >= 0 && i >= Math.min(from, to) && i <= Math.max(from, to)));
    box.addEventListener("pointerdown", (event) => {
      from = to = at(event);
      box.setPointerCapture(event.pointerId);
      event.preventDefault();
      paint();
    });
    box.addEventListener("pointermove", (event) => {
      if (from < 0) return;
      to = at(event);
      paint();
    });
    box.addEventListener("pointercancel", () => { from = -1; paint(); });
    box.addEventListener("pointerup", () => {
      if (from < 0) return;
      const address = new URL(figure.dataset.base || location.href, location.href);
      address.searchParams.set("since", bars[Math.min(from, to)].dataset.since);
      address.searchParams.set("until", bars[Math.max(from, to)].dataset.until);
      address.searchParams.delete("offset");
      from = -1;
      location.assign(address);
    });
  }

  // Copying.
  for (const text of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text.textContent);
        button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(text);
        button.textContent = "Selected";
      }
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
    text.after(button);
  }
})();
