// The page knows nothing of fermenters: it tells the session what was done, and shows the HTML it is given.
// One event at a time is under way; what is turned meanwhile waits, and only the latest of each control is sent.
const OURS = ["scenario", "vessel", "gradients", "by_hand", "stirrer", "air", "oxygen", "pressure", "set_point", "feed", "lang", "lesson"];
const PATIENCE = 180000; // ms until an answer counts as lost

function render({ model, el }) {
  const waiting = new Map();
  let count = 0, underWay = 0, since = 0;
  const find = (selector) => el.querySelector(selector);

  function busy(on) {
    const lab = find(".lab"), sign = find('[data-region="busy"]');
    if (lab) lab.setAttribute("aria-busy", on ? "true" : "false");
    if (sign) sign.textContent = on && Date.now() - since > 250 ? lab.dataset.busy : "";
  }

  function send() {
    if (underWay && Date.now() - since < PATIENCE) return;
    const next = waiting.entries().next();
    if (next.done) return;
    waiting.delete(next.value[0]);
    underWay = ++count;
    since = Date.now();
    model.set("event", { ...next.value[1], n: count });
    model.save_changes();
    setTimeout(() => { if (underWay) busy(true); }, 300);
  }

  function tell(act, more) {
    const key = `${act} ${more.name || ""}`;
    waiting.delete(key);
    waiting.set(key, { act, ...more });
    send();
  }

  function say(input) {
    const from = input.dataset.from, value = Number(input.value);
    const shown = from === undefined ? value : Number(from) + value * (Number(input.dataset.to) - Number(from));
    const text = `${Number(shown.toPrecision(3))} ${input.dataset.unit}`;
    input.setAttribute("aria-valuetext", text);
    const output = find(`[data-output="${input.id}"]`);
    if (output) output.textContent = text;
    const number = input.dataset.name && find(`#number-${input.dataset.name}`);
    if (number) number.value = input.value;
  }

  el.addEventListener("input", (event) => {
    const input = event.target;
    if (input.type !== "range" || !input.dataset.act) return;
    say(input);
    tell(input.dataset.act, { name: input.dataset.name, value: input.value });
  });

  el.addEventListener("change", (event) => {
    const input = event.target;
    if (!input.dataset.act || input.type === "range") return;
    if (input.type === "number") {
      const range = find(`#knob-${input.dataset.name}`);
      if (range && input.value !== "") { range.value = input.value; range.setAttribute("aria-valuetext", `${input.value} ${range.dataset.unit}`); }
    }
    tell(input.dataset.act, { name: input.dataset.name, value: input.type === "checkbox" ? String(input.checked) : input.value });
  });

  el.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-act]");
    if (button) tell(button.dataset.act, { name: button.dataset.name, value: button.dataset.value });
    if (event.target.id === "link") event.target.select();
  });

  el.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    const fields = Object.fromEntries(new FormData(form).entries());
    tell(form.dataset.act, { name: form.dataset.name, value: (event.submitter && event.submitter.value) || "", fields });
  });

  function patch(regions) {
    for (const [name, html] of Object.entries(regions)) {
      const region = find(`[data-region="${name}"]`);
      if (!region) continue;
      const active = el.getRootNode().activeElement;
      const held = active && region.contains(active) ? active.id : "";
      region.innerHTML = html;
      if (held) { const again = region.querySelector(`#${CSS.escape(held)}`); if (again) again.focus({ preventScroll: true }); }
    }
  }

  // what was typed into a form and not sent yet outlives a change of language
  const inputs = () => [...el.querySelectorAll("form [name]")].filter((input) => input.id && input.type !== "submit");
  const written = () => inputs().map((input) => [input.id, input.type === "radio" ? input.checked : input.value]);
  function rewrite(typed) {
    for (const [id, value] of typed) {
      const input = find(`#${CSS.escape(id)}`);
      if (!input) continue;
      if (input.type === "radio") input.checked = value; else input.value = value;
    }
  }

  function address(query) {
    const url = new URL(window.location.href), told = new URLSearchParams(query);
    for (const key of OURS) url.searchParams.delete(key);
    for (const [key, value] of told) url.searchParams.set(key, value);
    try { window.history.replaceState(window.history.state, "", url); } catch (error) { /* a frame without an address */ }
    const link = find("#link");
    if (link) link.value = `${url.origin}${url.pathname}${query ? "?" : ""}${query}`;
  }

  function download({ name, data }) {
    const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type: "application/zip" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  function show() {
    const answer = model.get("answer");
    if (!answer || !answer.patch) return;
    const held = answer.shell && el.getRootNode().activeElement ? el.getRootNode().activeElement.id : "";
    const typed = answer.shell ? written() : [];
    if (answer.shell) el.innerHTML = answer.shell;
    patch(answer.patch);
    rewrite(typed);
    if (answer.query !== undefined) address(answer.query);
    if (answer.language) document.documentElement.lang = answer.language;
    if (held) { const again = find(`#${CSS.escape(held)}`); if (again) again.focus({ preventScroll: true }); }
    if (answer.download) download(answer.download);
    if (!answer.n || answer.n === underWay) underWay = 0;
    const lab = find(".lab");
    if (lab) lab.dataset.answered = String(answer.n || 0);
    busy(Boolean(underWay));
    send();
  }

  // as an app the page has the window to itself; in a notebook being edited it stays in its place
  const host = el.getRootNode().host;
  if (host && host.closest(".published")) {
    for (let frame = host.parentElement; frame && frame.id !== "App"; frame = frame.parentElement) frame.style.paddingInline = "0";
  }

  model.on("change:answer", show);
  el.innerHTML = model.get("waiting");
  if (model.get("answer") && model.get("answer").patch) show();
  else tell("open", {});
}

export default { render };
