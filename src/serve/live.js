// The preview's half in the page: reload when the site was rebuilt, and show what is wrong with the vault.
const events = new EventSource("/__kbgen/events");
let version = null;

events.onmessage = (event) => {
  if (version !== null && event.data !== version) location.reload();
  version = event.data;
};

const show = (problems) => {
  const worst = problems.filter((problem) => problem.severity === "error");
  if (problems.length === 0) return;
  const box = document.createElement("details");
  box.className = "kb-live";
  box.open = worst.length > 0;
  const summary = document.createElement("summary");
  summary.textContent = `kbgen: ${worst.length} errors, ${problems.length - worst.length} warnings`;
  const list = document.createElement("ul");
  for (const problem of problems.slice(0, 50)) {
    const item = document.createElement("li");
    item.className = problem.severity;
    const place = [problem.path, problem.line, problem.column].filter((part) => part !== null).join(":");
    const head = document.createElement("b");
    head.textContent = `${problem.severity}[${problem.code}]`;
    item.append(head, ` ${problem.message}`, document.createElement("br"), place);
    if (problem.help) item.append(document.createElement("br"), `help: ${problem.help}`);
    list.append(item);
  }
  box.append(summary, list);
  document.body.append(box);
};

fetch("/__kbgen/problems.json").then((answer) => answer.json()).then(show);
