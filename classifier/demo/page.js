// What happens in the browser: details of a mention, its reasons, the filter, copy and download.
// All text is set as text, never as HTML; offsets of records count code points, so strings are cut by Array.from.
(() => {
  "use strict";
  const SIGNS = { favor: "+", neutral: "·", against: "−" };
  const records = new WeakMap(); // the element that holds a record -> what is read from it
  let details = null; // the box, made once
  let opened = null; // the mark whose box stays open

  function recordOf(element) {
    const held = element.closest(".ns-view")?.querySelector("[data-record]");
    if (!held) return null;
    if (!records.has(held)) {
      const record = JSON.parse(held.textContent);
      const mentions = record.sentences.flatMap((sentence) => sentence.mentions.map((mention) => ({ mention, sentence })));
      const names = Object.fromEntries(record.entities.map((entity) => [entity.id, entity.name]));
      records.set(held, { mentions, names });
    }
    return records.get(held);
  }

  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  function box() {
    if (details === null) {
      details = make("div", "ns-details");
      details.hidden = true;
    }
    // Colours follow the page's theme, which Gradio marks on the body.
    if (!details.isConnected) document.body.append(details);
    return details;
  }

  function show(mark, stays) {
    const found = recordOf(mark);
    if (!found) return;
    const { mention, sentence } = found.mentions[Number(mark.dataset.mention)];
    const card = box();
    card.replaceChildren();
    card.append(make("h3", "", found.names[mention.entity_id]));
    card.append(make("span", "ns-kind", `${mention.kind} · ${mention.entity_id}`));
    const certain = mention.stance.certain ? "" : " — not certain, so not counted";
    const label = make("p");
    label.append(make("strong", "", `${SIGNS[mention.stance.label]} ${mention.stance.label}${certain}`));
    card.append(label);
    for (const [name, probability] of Object.entries(mention.stance.probabilities)) card.append(bar(name, probability));
    card.append(make("p", "", `Stance of ${holder(mention)}.`));
    if (mark.closest("[data-why]")) card.append(make("p", "", `Not counted: ${mark.closest("[data-why]").dataset.why}.`));
    if (stays) {
      opened = mark;
      card.setAttribute("role", "dialog");
      card.setAttribute("aria-label", `${found.names[mention.entity_id]}: ${mention.stance.label}`);
      const close = make("button", "ns-close", "×");
      close.type = "button";
      close.setAttribute("aria-label", "Close");
      close.addEventListener("click", () => hide(true));
      card.append(close);
      const why = make("div", "ns-why");
      why.setAttribute("role", "status");
      card.append(why);
      explain(why, mention, sentence);
      card.hidden = false;
      close.focus({ preventScroll: true });
    } else {
      card.removeAttribute("role");
      card.removeAttribute("aria-label");
      card.append(make("p", "ns-kind", "Click or press Enter for the reasons."));
      card.hidden = false;
    }
    place(card, mark);
  }

  function bar(name, probability) {
    const row = make("div", "ns-row");
    const track = make("span", "ns-track");
    const fill = make("span", `ns-${name}`);
    fill.style.width = `${(100 * probability).toFixed(1)}%`;
    track.append(fill);
    row.append(make("span", "", `${SIGNS[name]} ${name}`), track, make("span", "", `${Math.round(100 * probability)} %`));
    return row;
  }

  function holder(mention) {
    if (mention.holder.kind === "author") return "the article itself";
    return mention.holder.name || mention.holder.text || "an unnamed source";
  }

  function place(card, mark) {
    const at = mark.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - card.offsetWidth - 12));
    const below = at.bottom + card.offsetHeight + 12 < window.innerHeight || at.top < card.offsetHeight + 12;
    card.style.left = `${left + window.scrollX}px`;
    card.style.top = `${(below ? at.bottom + 8 : at.top - card.offsetHeight - 8) + window.scrollY}px`;
  }

  function hide(back) {
    if (details) details.hidden = true;
    if (back && opened) opened.focus({ preventScroll: true });
    opened = null;
  }

  async function explain(why, mention, sentence) {
    why.append(make("p", "", "Reading the sentence without each word in turn…"));
    const mark = opened;
    const target = [mention.start - sentence.start, mention.end - sentence.start];
    let answer, body;
    try {
      answer = await fetch("v1/explain", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ sentence: sentence.text, targets: [target] }),
      });
      body = await answer.json();
    } catch (error) {
      body = { error: { message: "The service does not answer; is it still running?" } };
    }
    why.replaceChildren();
    if (body.error) {
      why.append(make("p", "", `No reasons: ${body.error.message}`));
    } else {
      why.append(...reasons(body.explanations[0], mention.stance.label));
      why.append(weighed(sentence.text, body.explanations[0], target));
    }
    if (opened === mark && mark) place(box(), mark);
  }

  function reasons(words, label) {
    const ranked = [...words].sort((a, b) => b.weight - a.weight);
    const told = (chosen) => chosen.map((word) => `${word.text} ${signed(word.weight)}`).join(", ");
    const pro = ranked.filter((word) => word.weight >= 0.02).slice(0, 4);
    const contra = ranked.reverse().filter((word) => word.weight <= -0.02).slice(0, 3);
    const lines = [make("p", "", pro.length ? `For “${label}”: ${told(pro)}` : "No single word decides it.")];
    if (contra.length) lines.push(make("p", "", `Against “${label}”: ${told(contra)}`));
    return lines;
  }

  function signed(weight) {
    return `${weight < 0 ? "−" : "+"}${Math.abs(weight).toFixed(2)}`;
  }

  function weighed(text, words, target) {
    const points = Array.from(text);
    const paragraph = make("p");
    const pieces = [...words, { start: target[0], end: target[1], target: true }].sort((a, b) => a.start - b.start);
    let position = 0;
    for (const piece of pieces) {
      if (piece.start < position) continue;
      paragraph.append(points.slice(position, piece.start).join(""));
      const shown = make(piece.target ? "strong" : "span", "", points.slice(piece.start, piece.end).join(""));
      if (!piece.target && Math.abs(piece.weight) >= 0.02) {
        const share = Math.min(70, Math.round(Math.abs(piece.weight) * 90) + 10);
        shown.dataset.weight = signed(piece.weight);
        shown.title = signed(piece.weight);
        shown.style.borderBottom = `${1 + Math.round(share / 20)}px ${piece.weight > 0 ? "solid" : "dotted"} currentColor`;
      }
      paragraph.append(shown);
      position = piece.end;
    }
    paragraph.append(points.slice(position).join(""));
    return paragraph;
  }

  function filter(button) {
    const section = button.closest(".ns-view");
    const id = button.getAttribute("aria-pressed") === "true" ? null : button.dataset.entity;
    const text = section.querySelector(".ns-text");
    let n = 0;
    for (const sentence of text.querySelectorAll(".ns-sentence")) {
      const kept = id !== null && sentence.dataset.entities.split(" ").includes(id);
      sentence.classList.toggle("ns-kept", kept);
      n += kept;
    }
    text.classList.toggle("ns-filtering", id !== null);
    for (const other of section.querySelectorAll(".ns-entity")) {
      other.setAttribute("aria-pressed", String(other.dataset.entity === id));
    }
    const told = section.querySelector(".ns-filtered");
    told.hidden = id === null;
    told.replaceChildren();
    if (id !== null) {
      told.append(`${n} ${n === 1 ? "sentence names" : "sentences name"} ${recordOf(section).names[id]}.`);
      const all = make("button", "", "Show all");
      all.type = "button";
      all.addEventListener("click", () => { filter(button); button.focus(); });
      told.append(all);
      told.scrollIntoView({ block: "nearest" }); // on a telephone the article stands below the names
    }
  }

  function save(content, name, kind) {
    const link = make("a");
    link.href = URL.createObjectURL(new Blob([content], { type: kind }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  function saveArchive(button) {
    const packed = button.closest(".ns-corpus").querySelector("[data-zip]").textContent;
    const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
    save(bytes, "newsstance-corpus.zip", "application/zip");
    button.parentElement.querySelector(".ns-told").textContent = "Saved.";
  }

  async function use(button) {
    if (button.dataset.tool === "zip") return saveArchive(button);
    const section = button.closest(".ns-view");
    const told = section.querySelector(".ns-told");
    const json = section.querySelector("[data-record]").textContent;
    if (button.dataset.tool === "json") save(json, "newsstance.json", "application/json");
    // The mark of byte order tells spreadsheets that the file is UTF-8.
    if (button.dataset.tool === "csv") save("\ufeff" + section.querySelector("[data-csv]").textContent, "newsstance.csv", "text/csv");
    if (button.dataset.tool === "copy") {
      try {
        await navigator.clipboard.writeText(json);
        told.textContent = "Copied.";
      } catch (error) {
        told.textContent = "The browser does not let this page copy; download the JSON instead.";
      }
      return;
    }
    told.textContent = "Saved.";
  }

  const markAt = (event) => event.target instanceof Element && event.target.closest("mark[role=button]");
  document.addEventListener("mouseover", (event) => {
    if (opened) return;
    const mark = markAt(event);
    if (mark) show(mark, false);
    else if (details && !details.contains(event.target)) hide(false);
  });
  document.addEventListener("focusin", (event) => {
    const mark = markAt(event);
    if (mark && !opened) show(mark, false);
    else if (!mark && !opened && details) hide(false);
  });
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const mark = markAt(event);
    const entity = event.target.closest(".ns-entity");
    const tool = event.target.closest("[data-tool]");
    if (mark) show(mark, true);
    else if (opened && !details.contains(event.target)) hide(false);
    if (entity) filter(entity);
    if (tool) use(tool);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && details && !details.hidden) hide(true);
    const mark = markAt(event);
    if (mark && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      show(mark, true);
    }
  });
})();
