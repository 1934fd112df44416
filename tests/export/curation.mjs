// Stands for the plugin of the-turing-way/myst-curation, which the book fetches from the web: the
// same directive and options. Its items become links, so that mystmd says which of them lead nowhere.

const ITEM = /^\s*(?:- )*- item: *(?:'([^']*)'|"([^"]*)"|(\S+))\s*$/;

function entries(body) {
  const items = [];
  for (const line of body.split("\n")) {
    const found = ITEM.exec(line);
    if (found) items.push(found[1] ?? found[2] ?? found[3]);
    else if (line.trim() && line.trim() !== "children:") throw new Error(`not an item: ${line}`);
  }
  return items;
}

function entry(url) {
  const link = { type: "link", url, children: [] };
  return { type: "listItem", spread: true, children: [link] };
}

const curation = {
  name: "curation",
  doc: "A list of pages for one sort of reader.",
  arg: { type: String, required: true },
  options: {
    depth: { type: Number },
    description: { type: String },
    label: { type: String },
    ordered: { type: Boolean },
  },
  body: { type: String, required: true },
  run(data) {
    const { depth = 2, description, label, ordered = false } = data.options ?? {};
    const target = label ? [{ type: "mystTarget", label }] : [];
    const text = description
      ? [{ type: "paragraph", children: [{ type: "text", value: description.trim() }] }]
      : [];
    const title = [{ type: "text", value: data.arg }];
    const heading = { type: "heading", depth, enumerated: false, children: title };
    const list = { type: "list", ordered, spread: false, children: entries(data.body).map(entry) };
    return [...target, heading, ...text, list];
  },
};

export default { name: "Curation", directives: [curation] };
