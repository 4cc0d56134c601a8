"use strict";
// The page's own script: the theme, the list of findings with its filters, wordings side by side.
// What notes say is set as text and never as markup; the page's policy forbids the latter besides.
(() => {
  const THEME = "vault-lint-theme";
  const LEVELS = ["error", "warning", "info"];
  // So many findings are set at a time; more follow as the reader comes near the end.
  const BATCH = 80;
  const CARDS = 10;
  const PRINTED = 2000;
  // Places in a finding, as the program writes it.
  const NOTE = 0, LINE = 1, COLUMN = 2, RULE = 3, LEVEL = 4, MESSAGE = 5, TEXT = 6, HELP = 7, FIX = 8, SAFETY = 9;

  const root = document.documentElement;
  const stored = (value) => {
    // A page from disk may not be allowed to remember anything.
    try {
      if (value === undefined) return localStorage.getItem(THEME);
      localStorage.setItem(THEME, value);
    } catch { /* then it is the system's theme again next time */ }
    return null;
  };
  const first = stored();
  if (first === "dark" || first === "light") root.dataset.theme = first;

  const by = (id) => document.getElementById(id);
  const el = (tag, name, text) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const many = (count, noun) => `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
  // A note's path with its folder in a softer tone.
  const pathOf = (note) => {
    const whole = el("span", "path");
    const at = note.lastIndexOf("/") + 1;
    if (at) whole.append(el("span", "soft", note.slice(0, at)));
    whole.append(el("span", "", note.slice(at)));
    return whole;
  };
  // Plain and marked runs in turn.
  const marked = (parent, runs) => {
    runs.forEach((run, at) => {
      if (run !== "") parent.append(at % 2 ? el("mark", "", run) : run);
    });
    return parent;
  };

  // A sentence of the program's: what stands between backticks is code.
  const prose = (parent, sentence) => {
    const parts = sentence.split("`");
    parts.forEach((part, at) => {
      if (at % 2 && at < parts.length - 1 && part) parent.append(el("code", "", part));
      else parent.append((at % 2 ? "`" : "") + part + (at % 2 && at < parts.length - 1 ? "`" : ""));
    });
    return parent;
  };

  const theme = () => {
    const system = matchMedia("(prefers-color-scheme: dark)");
    const dark = () => root.dataset.theme === "dark" || (!root.dataset.theme && system.matches);
    const button = by("theme");
    const name = () => {
      button.textContent = dark() ? "Light" : "Dark";
      button.setAttribute("aria-label", dark() ? "Use light colours" : "Use dark colours");
    };
    button.addEventListener("click", () => {
      root.dataset.theme = dark() ? "light" : "dark";
      stored(root.dataset.theme);
      name();
    });
    system.addEventListener("change", name);
    name();
    button.hidden = false;
  };

  const fixed = (data, finding) => {
    if (!finding[SAFETY]) return null;
    const how = ["", "by hand", "unsafe fix", "safe fix"][finding[SAFETY]];
    const line = el("span", finding[SAFETY] === 3 ? "safe" : "", how);
    line.append(": ");
    return prose(line, data.texts[finding[FIX]]);
  };

  // Cards, some at a time, with a button for more.
  const cards = (holder, all, card) => {
    if (!holder) return () => {};
    let shown = 0;
    const button = el("button", "again");
    button.type = "button";
    const more = (count) => {
      const from = shown;
      shown = Math.min(all.length, shown + count);
      button.before(...all.slice(from, shown).map(card));
      button.hidden = shown === all.length;
      button.textContent = `Show more (${(all.length - shown).toLocaleString("en")} left)`;
      return from;
    };
    holder.append(button);
    more(CARDS);
    button.addEventListener("click", () => {
      const from = more(CARDS * 3);
      const next = holder.children[from];
      next.tabIndex = -1;
      next.focus({ preventScroll: true });
    });
    return () => more(PRINTED);
  };
  // One wording; its note is named where it is not the one that the card is about.
  const wording = (place, runs, { keep = false, note = "", remark = null } = {}) => {
    const row = el("div", "wording");
    const where = el("span", "place", `line ${place}`);
    if (keep) where.append(" ", el("span", "keep", "keep"));
    const right = el("div");
    if (note) right.append(el("span", "more path", note));
    right.append(marked(el("span", "text"), runs));
    if (remark) right.append(remark);
    row.append(where, right);
    return row;
  };
  const heading = (path, right) => {
    const line = el("h3");
    line.append(pathOf(path), el("span", "", right));
    return line;
  };
  const said = (data, finding) => {
    const line = prose(el("span", "more"), data.texts[finding[MESSAGE]]);
    const fix = fixed(data, finding);
    if (fix) line.append(" · ", fix);
    return line;
  };
  const sameCard = (data) => ([[home, line, runs], numbers]) => {
    const card = el("article", "card");
    card.append(heading(data.notes[home], many(numbers.length + 1, "wording")), wording(line, runs, { keep: true }));
    for (const finding of numbers.map((at) => data.findings[at])) {
      const note = finding[NOTE] === home ? "" : data.notes[finding[NOTE]];
      card.append(wording(finding[LINE], finding[TEXT], { note, remark: said(data, finding) }));
    }
    return card;
  };
  const conflictCard = (data) => ([at, [other, line, runs]]) => {
    const finding = data.findings[at];
    const home = finding[NOTE];
    const card = el("article", "card");
    const rows = [wording(line, runs, { note: other === home ? "" : data.notes[other] }), wording(finding[LINE], finding[TEXT])];
    if (other !== home || line > finding[LINE]) rows.reverse();
    card.append(heading(data.notes[home], ""), ...rows, prose(el("p", "more"), data.texts[finding[MESSAGE]]));
    return card;
  };

  const list = (data) => {
    const form = by("filter"), holder = by("list"), status = by("status"), end = by("end");
    const words = by("words"), rule = by("rule"), folder = by("folder"), reset = by("every");
    const levels = [...form.querySelectorAll("input[name=level]")];
    const all = data.findings;
    const folded = (text) => text.normalize("NFC").toLowerCase();
    const notes = data.notes.map(folded), rules = data.rules.map(folded), texts = data.texts.map(folded);
    let stacks = null;
    // What is searched in, made when it is first needed.
    const haystacks = () => stacks ??= all.map((f) => [
      notes[f[NOTE]], rules[f[RULE]], texts[f[MESSAGE]], folded(f[TEXT].join("")),
      f[HELP] === null ? "" : texts[f[HELP]], f[FIX] === null ? "" : texts[f[FIX]],
    ].join("\n"));

    const option = (select, value, text) => {
      const entry = el("option", "", text);
      entry.value = value;
      select.append(entry);
    };
    const folderOf = (note) => note.slice(0, Math.max(0, note.lastIndexOf("/")));
    const fill = () => {
      const used = new Map();
      for (const finding of all) used.set(finding[RULE], (used.get(finding[RULE]) ?? 0) + 1);
      const names = [...used].map(([at, count]) => [data.rules[at], count]);
      names.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
      for (const [name, count] of names) option(rule, name, `${name} (${count.toLocaleString("en")})`);
      const folders = new Set();
      for (const note of data.notes) {
        for (let path = folderOf(note); path && !folders.has(path); path = folderOf(path)) folders.add(path);
      }
      for (const path of [...folders].sort()) option(folder, `/${path}`, path);
    };

    let found = [], shown = 0, last = null;
    const matches = () => {
      const wanted = new Set(levels.filter((box) => box.checked).map((box) => Number(box.value)));
      const ruleAt = rule.value === "" ? -1 : data.rules.indexOf(rule.value);
      const path = folder.value.slice(1);
      const inFolder = data.notes.map((note) => {
        if (folder.value === "") return true;
        return folder.value[0] === "=" ? folderOf(note) === path : path === "" || note.startsWith(`${path}/`);
      });
      const needles = folded(words.value).split(/\s+/).filter(Boolean);
      const stack = needles.length ? haystacks() : null;
      return all.filter((f, at) =>
        wanted.has(f[LEVEL]) && (ruleAt < 0 || f[RULE] === ruleAt) && inFolder[f[NOTE]] &&
        needles.every((needle) => stack[at].includes(needle)));
    };

    const row = (finding) => {
      const item = el("article", "finding");
      const place = el("span", "place", String(finding[LINE]));
      place.title = `line ${finding[LINE]}, column ${finding[COLUMN]}`;
      const body = el("div");
      const level = LEVELS[finding[LEVEL]];
      const message = el("p", "said");
      const dot = el("i", `dot ${level}`);
      dot.title = level;
      message.append(dot, el("span", "unseen", `${level}: `));
      prose(message, data.texts[finding[MESSAGE]]);
      body.append(message);
      if (finding[TEXT].length) body.append(marked(el("p", "shown"), finding[TEXT]));
      const more = el("p", "more");
      more.append(el("span", "rule", data.rules[finding[RULE]]));
      const fix = fixed(data, finding);
      if (fix) more.append(fix);
      if (finding[HELP] !== null) more.append(prose(el("span"), data.texts[finding[HELP]]));
      body.append(more);
      item.append(place, body);
      return item;
    };
    const more = (count) => {
      const upTo = Math.min(found.length, shown + count);
      const batch = document.createDocumentFragment();
      for (; shown < upTo; shown++) {
        const finding = found[shown];
        if (finding[NOTE] !== last) {
          last = finding[NOTE];
          const head = el("h3", "note");
          head.append(pathOf(data.notes[last]), el("span", "many", String(tally.get(last))));
          batch.append(head);
        }
        batch.append(row(finding));
      }
      holder.append(batch);
      end.hidden = shown === found.length;
      end.dataset.left = (found.length - shown).toLocaleString("en");
    };
    let tally = new Map();
    const show = () => {
      found = matches();
      shown = 0;
      last = null;
      tally = new Map();
      for (const finding of found) tally.set(finding[NOTE], (tally.get(finding[NOTE]) ?? 0) + 1);
      holder.replaceChildren();
      more(BATCH);
      const whole = found.length === all.length;
      const where = many(tally.size, "note");
      status.textContent = whole ? `${many(all.length, "finding")} in ${where}`
        : `${found.length.toLocaleString("en")} of ${many(all.length, "finding")}, in ${where}`;
      reset.hidden = whole && words.value === "";
    };

    const narrow = (name, value) => {
      form.reset();
      const select = name === "rule" ? rule : folder;
      if (![...select.options].some((entry) => entry.value === value)) {
        option(select, value, value.length > 1 ? `${value.slice(1)}, without its folders` : "(in no folder)");
      }
      select.value = value;
      show();
      by("findings").scrollIntoView();
      by("findings").focus({ preventScroll: true });
    };
    fill();
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", show);
    form.addEventListener("reset", () => setTimeout(() => { show(); words.focus({ preventScroll: true }); }));
    for (const bar of document.querySelectorAll("button.bar")) {
      bar.addEventListener("click", () => narrow(bar.dataset.filter, bar.dataset.value));
    }
    document.addEventListener("keydown", (event) => {
      const typing = event.target instanceof Element && event.target.matches("input, select, textarea");
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        words.focus();
        words.select();
      } else if (event.key === "Escape" && event.target === words && words.value !== "") {
        words.value = "";
        show();
      }
    });
    new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting) && shown < found.length) more(BATCH);
    }, { rootMargin: "1500px" }).observe(end);
    form.hidden = false;
    show();
    return () => more(PRINTED);
  };

  document.addEventListener("DOMContentLoaded", () => {
    theme();
    const data = JSON.parse(by("data").textContent);
    const wholes = [
      cards(by("same-cards"), data.groups, sameCard(data)),
      cards(by("conflicts-cards"), data.conflicts, conflictCard(data)),
    ];
    if (by("filter")) wholes.push(list(data));
    addEventListener("beforeprint", () => wholes.forEach((whole) => whole()));
  });
})();
