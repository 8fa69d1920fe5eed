// Keys, reason pop-ups, copying. Every page works without this script; nothing here loads anything.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const typing = (el) => el.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

  // Rows: j and k move, Enter opens, x selects.
  const rows = () => all("[data-row]").filter((row) => row.offsetParent !== null);
  let current = null;
  const choose = (row) => {
    if (current) { current.classList.remove("current"); current.removeAttribute("tabindex"); }
    current = row;
    row.classList.add("current");
    row.setAttribute("tabindex", "-1");
    row.focus({ preventScroll: true });
    const box = row.getBoundingClientRect();
    if (box.top < 64 || box.bottom > window.innerHeight) {
      row.scrollIntoView({ block: box.height > window.innerHeight - 80 ? "start" : "nearest" });
      if (row.getBoundingClientRect().top < 64) window.scrollBy(0, row.getBoundingClientRect().top - 64);
    }
  };
  const step = (by) => {
    const list = rows();
    if (!list.length) return;
    const at = list.indexOf(current);
    choose(list[Math.max(0, Math.min(list.length - 1, at < 0 ? 0 : at + by))]);
  };
  const target = (row) => {
    const link = row.querySelector("[data-open]") || row.querySelector("a[href]");
    return row.dataset.href || (link && link.getAttribute("href"));
  };

  // Selected rows and what can be done with them.
  const bulk = () => {
    const chosen = all("[data-row].selected");
    let bar = document.querySelector(".bulk");
    if (!chosen.length) { if (bar) bar.remove(); return; }
    if (!bar) {
      bar = document.createElement("div");
      bar.className = "bulk";
      bar.setAttribute("role", "status");
      bar.append(document.createElement("span"), button("Copy addresses", () => {
        copy(all("[data-row].selected").map((row) => new URL(target(row), location.href).href).join("\n"));
      }), button("Clear", () => {
        all("[data-row].selected").forEach((row) => row.classList.remove("selected"));
        bulk();
      }));
      document.body.append(bar);
    }
    bar.firstChild.textContent = `${chosen.length} selected`;
  };
  const button = (words, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  };
  const copy = async (text) => {
    try { await navigator.clipboard.writeText(text); return true; } catch { return false; }
  };

  // Keys.
  let going = 0;
  const byKey = (key) => {
    const fits = (root) => all("[data-key]", root).find((el) => el.dataset.key === key);
    const inRow = current && fits(current);
    if (inRow) return inRow;
    return all("[data-key]").find((el) => el.dataset.key === key && !el.closest("[data-row]"));
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const el = event.target;
    if (event.key === "Escape") { hide(); if (typing(el)) el.blur(); return; }
    if (typing(el) || document.querySelector("dialog[open]")) return;
    const key = event.key;
    const done = () => event.preventDefault();
    if (going && Date.now() - going < 1500) {
      going = 0;
      const link = document.querySelector(`[data-go="${CSS.escape(key)}"]`);
      if (link) { done(); link.click(); return; }
    }
    going = 0;
    if (key === "/") { done(); const find = document.getElementById("find"); if (find) { find.focus(); find.select(); } return; }
    if (key === "?") { done(); const keys = document.getElementById("keys"); if (keys) keys.showModal(); return; }
    if (key === "g") { going = Date.now(); return; }
    if (key === "j" || key === "k") { done(); step(key === "j" ? 1 : -1); return; }
    if (key === "x" && current) { done(); current.classList.toggle("selected"); bulk(); return; }
    if (key === "Enter" && current && el === current) {
      const to = target(current);
      if (to) { done(); location.assign(to); }
      return;
    }
    const pressed = byKey(key);
    if (pressed && !event.repeat) { done(); pressed.click(); }
  });

  // Reasons: a pop-up on hover, focus or tap.
  let pop = null;
  const hide = () => { if (pop) { pop.remove(); pop = null; } };
  const show = (mark) => {
    hide();
    if (mark.title) mark.removeAttribute("title");
    pop = document.createElement("div");
    pop.className = "pop";
    pop.setAttribute("role", "tooltip");
    pop.textContent = `${mark.dataset.gloss} (${mark.dataset.weight})`;
    document.body.append(pop);
    const box = mark.getClientRects()[0] || mark.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.left, window.innerWidth - pop.offsetWidth - 8));
    pop.style.left = `${left + window.scrollX}px`;
    pop.style.top = `${box.bottom + window.scrollY + 6}px`;
  };
  document.addEventListener("mouseover", (event) => {
    const mark = event.target.closest("mark[data-gloss]");
    if (mark) show(mark); else hide();
  });
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("mark[data-gloss]");
    if (mark) { show(mark); return; }
    const row = event.target.closest("tr[data-href]");
    if (row && !event.target.closest("a, button, input, label") && !String(getSelection())) {
      location.assign(row.dataset.href);
    }
  });

  // Selects that show their choice at once; links and texts to copy; no double sending.
  all("select[data-submit]").forEach((el) => el.addEventListener("change", () => el.form.requestSubmit()));
  all("a[data-copy]").forEach((link) => link.addEventListener("click", async (event) => {
    event.preventDefault();
    const words = link.textContent;
    link.textContent = (await copy(link.href)) ? "Copied" : link.href;
    setTimeout(() => { link.textContent = words; }, 1500);
  }));
  all("[data-copy-text]").forEach((el) => {
    const made = button("copy", async () => {
      made.textContent = (await copy(el.textContent)) ? "copied" : "not copied";
      setTimeout(() => { made.textContent = "copy"; }, 1500);
    });
    made.className = "copy no-print";
    el.after(made);
  });
  all("form[method=post]").forEach((form) => form.addEventListener("submit", (event) => {
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 4000);
  }));
})();
